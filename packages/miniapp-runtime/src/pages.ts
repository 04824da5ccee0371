type Handlers = Record<string, unknown>;

/** A page on the stack, as `getCurrentPages` gives it. */
export interface Page extends Handlers {
  route: string;
  data: Record<string, unknown>;
}

/** A node of Taro's tree, as it reaches the platform through `setData`. */
export interface Node {
  /** Its kind, as the base template numbers it. */
  nn?: string;
  sid?: string;
  uid?: string;
  v?: string;
  cn?: Node[];
}

interface Navigation {
  url?: string;
  delta?: number;
  success?(answer: object): void;
  fail?(error: object): void;
  complete?(): void;
}

/**
 * In which order a platform tells of a change from page to page; their documentation allows each of them.
 *
 * - `hide-first`: the page that goes hears of it, then the one that comes;
 * - `show-first`: the other way round, and also the page before the app when it is shown, after it when it is hidden;
 * - `late-unload`: as `hide-first`, but a page that is closed hears of it in a later task, as when its animation is over.
 */
export type LifecycleOrder = 'hide-first' | 'show-first' | 'late-unload';

interface PagesParts {
  /** Handlers of a page that is opened, before `onShow`. */
  opening: readonly string[];
  order: LifecycleOrder;
  /** Paths of the tab bar: these pages stay alive when another tab is chosen. */
  tabs: readonly string[];
  /** Defines a page that is not defined yet, where it lies in a package of its own. */
  load?(path: string): void;
  /** Called after every change that a user would see. */
  onChange(): void;
  guard(action: () => void): void;
}

/** The page stack and its routes. */
export function createPages({ opening, order, tabs, load, onChange, guard }: PagesParts) {
  const definitions = new Map<string, Handlers>();
  const stack: Page[] = [];
  /** Pages of the tab bar that are alive, in front or not. */
  const alive = new Map<string, Page>();
  const top = () => stack[stack.length - 1];
  const call = (page: Page | undefined, name: string, ...args: unknown[]) => {
    const handler = page?.[name];
    return typeof handler === 'function' ? handler.apply(page, args) : undefined;
  };

  const open = (url: string) => {
    const [path = '', search = ''] = url.replace(/^\//, '').split('?');
    if (!definitions.has(path)) load?.(path);
    const definition = definitions.get(path);
    if (!definition) throw new Error(`page "${path}" is not found`);
    const page: Page = {
      ...definition,
      route: path,
      data: structuredClone((definition.data as object | undefined) ?? {}) as Record<string, unknown>,
      setData(changes: Record<string, unknown>, done?: () => void) {
        // Values cross to the renderer as JSON.
        for (const [key, value] of Object.entries(JSON.parse(JSON.stringify(changes))))
          merge(page.data, key, value);
        setImmediate(() => guard(() => done?.call(page)));
        onChange();
      },
    };
    stack.push(page);
    if (tabs.includes(path)) alive.set(path, page);
    const query = Object.fromEntries(new URLSearchParams(search));
    for (const name of opening) call(page, name, query);
    call(page, 'onShow');
    call(page, 'onReady');
    onChange();
  };
  const show = () => {
    call(top(), 'onShow');
    onChange();
  };
  /** What goes is out of the stack already. */
  const change = (leave: () => void, enter: () => void) => {
    if (order !== 'show-first') leave();
    enter();
    if (order === 'show-first') leave();
  };
  const unload = (pages: readonly Page[]) => {
    const tell = () => {
      for (const page of pages) guard(() => call(page, 'onUnload'));
    };
    if (order === 'late-unload') setImmediate(tell);
    else tell();
  };
  /** Takes pages from the top of the stack, topmost first. */
  const take = (count: number) => stack.splice(stack.length - count, count).reverse();

  const routes: Record<string, (options: Navigation) => void> = {
    navigateTo({ url = '' }) {
      if (stack.length >= 10) throw new Error('webview count limit exceed');
      const before = top();
      change(
        () => call(before, 'onHide'),
        () => open(url),
      );
    },
    redirectTo({ url = '' }) {
      const gone = take(1);
      for (const page of gone) if (alive.get(page.route) === page) alive.delete(page.route);
      change(
        () => unload(gone),
        () => open(url),
      );
    },
    reLaunch({ url = '' }) {
      const gone = take(stack.length);
      for (const page of alive.values()) if (!gone.includes(page)) gone.push(page);
      alive.clear();
      change(
        () => unload(gone),
        () => open(url),
      );
    },
    navigateBack({ delta = 1 }) {
      const gone = take(Math.min(delta, stack.length - 1));
      if (gone.length) change(() => unload(gone), show);
    },
    switchTab({ url = '' }) {
      const [path = ''] = url.replace(/^\//, '').split('?');
      if (!tabs.includes(path)) throw new Error('can not switch to no-tabBar page');
      if (top()?.route === path) return;
      const front = top();
      const gone = take(stack.length);
      const isKept = (page: Page) => alive.get(page.route) === page;
      const kept = alive.get(path);
      if (kept) stack.push(kept);
      change(
        () => {
          if (front && isKept(front)) call(front, 'onHide');
          unload(gone.filter((page) => !isKept(page)));
        },
        () => (kept ? show() : open(url)),
      );
    },
  };
  const api = Object.fromEntries(
    Object.entries(routes).map(([name, go]) => [
      name,
      (options: Navigation = {}) => {
        setImmediate(() =>
          guard(() => {
            try {
              go(options);
              options.success?.({ errMsg: `${name}:ok` });
            } catch (error) {
              options.fail?.({ errMsg: `${name}:fail ${(error as Error).message}` });
            }
            options.complete?.();
          }),
        );
      },
    ]),
  );

  /** Every node with those around it, innermost first. */
  const paths = (): Node[][] => {
    const walk = (node: Node, around: Node[]): Node[][] => {
      const path = [node, ...around];
      return [path, ...Object.values(node.cn ?? []).flatMap((child) => walk(child, path))];
    };
    return walk((top()?.data.root ?? {}) as Node, []);
  };
  return { definitions, stack, top, call, open, api, paths };
}

/** `root.cn.[0].v`: what is missing on the way is made. */
function merge(data: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(Boolean);
  let target = data as Record<string, unknown>;
  for (const [index, key] of keys.slice(0, -1).entries()) {
    target[key] ??= /^\d+$/.test(keys[index + 1] ?? '') ? [] : {};
    target = target[key] as Record<string, unknown>;
  }
  target[keys.at(-1) ?? ''] = value;
}
