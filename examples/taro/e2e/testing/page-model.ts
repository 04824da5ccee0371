/** What a user does to the pages of an app. */
export type PageStep =
  | { do: 'open' | 'replace' | 'restart' | 'tab'; path: string }
  | { do: 'back'; count: number }
  | { do: 'away' }
  | { do: 'wait'; ms: number };

export type Seen = [eventName: 'page_view' | 'page_leave', pagePath: string, detail: string | number];

/** Pages that a platform keeps at most. */
const MAX_PAGES = 10;

interface Shown {
  path: string;
}

/**
 * Who saw which page for how long, told without any of the platform's events: a page is viewed when it comes to the
 * front, and left when another does or the app goes to the background.
 */
export function createPageModel(first: string, tabs: readonly string[]) {
  const seen: Seen[] = [];
  let now = 0;
  let since = 0;
  let stack: Shown[] = [{ path: first }];
  const kept = new Map<string, Shown>();
  const top = () => stack[stack.length - 1] as Shown;
  const keep = () => {
    for (const page of stack) if (tabs.includes(page.path)) kept.set(page.path, page);
  };
  const name = (path: string) => `/${path}`;
  const leave = () => seen.push(['page_leave', name(top().path), now - since]);
  const view = (referrer: string) => {
    since = now;
    seen.push(['page_view', name(top().path), referrer]);
  };
  let referrer = '';
  const move = (next: Shown[]) => {
    const before = top();
    if (next[next.length - 1] !== before) {
      leave();
      referrer = name(before.path);
      stack = next;
      view(referrer);
    } else stack = next;
    keep();
  };
  keep();
  view('');

  return {
    seen,
    take(step: PageStep) {
      if (step.do === 'wait') now += step.ms;
      else if (step.do === 'away') {
        leave();
        view(referrer);
      } else if (step.do === 'back') move(stack.slice(0, Math.max(1, stack.length - step.count)));
      else if (step.do === 'open') {
        if (stack.length < MAX_PAGES) move([...stack, { path: step.path }]);
      } else if (step.do === 'replace') {
        const gone = top();
        if (kept.get(gone.path) === gone) kept.delete(gone.path);
        move([...stack.slice(0, -1), { path: step.path }]);
      } else if (step.do === 'restart') {
        kept.clear();
        move([{ path: step.path }]);
      } else if (top().path !== step.path) move([kept.get(step.path) ?? { path: step.path }]);
    },
    end: leave,
  };
}
