import { describe, expect, it, vi } from 'vitest';
import { stored, told, undo, visitWith } from '../testing/capture.js';
import type { Frame } from '../testing/frame.js';
import { createVisitor, flush, transit, turn } from '../testing/visit.js';

/** A bound for tests that hang, in ms: a busy machine takes its time. */
const PATIENCE = 10_000;

const HOME = '/__pugmark/page';

/** Goes to a path as a router does, and sets the title some time after it. */
const go = (frame: Frame, path: string, title: string, method: 'pushState' | 'replaceState' = 'pushState') =>
  frame.run(
    async (_, to, text, how) => {
      history[how](null, '', to);
      await new Promise((resolve) => setTimeout(resolve, 20));
      document.title = text;
    },
    path,
    title,
    method,
  );

/** What was told, once there is so much of it. */
const views = (visitor: ReturnType<typeof createVisitor>, frame: Frame, count: number) =>
  vi.waitFor(async () => {
    const found = await told(visitor, frame, 'page_view', 'page_leave');
    expect(found.length).toBeGreaterThanOrEqual(count);
    return found;
  }, PATIENCE);

const shape = (list: Awaited<ReturnType<typeof stored>>) =>
  list.map(({ event, pagePath, pageTitle, referrer }) =>
    event === 'page_view' ? [event, pagePath, pageTitle, referrer] : [event, pagePath],
  );

/** The Navigation API hears of all by itself; where it is missing, the history is followed. */
const WORLDS = { 'with the Navigation API': false, 'without it': true };

describe.each(Object.entries(WORLDS))('page views, %s', (_, isWithout) => {
  const visit = async (options: object | true = true) => {
    const visitor = createVisitor();
    const frame = await visitor.page();
    if (isWithout)
      await frame.run(() => {
        Object.defineProperty(window, 'navigation', { value: undefined, configurable: true });
      });
    await frame.run(
      async (load, given, own) => {
        const api = await load();
        const { captures } = await load('captures/index');
        const page = window as Window & { undo?: () => void };
        page.undo = api.init(given).use(captures({ pageViews: own }));
        await api.flush();
      },
      visitor.options,
      options,
    );
    return { visitor, frame };
  };

  it('tell each page of an app with its title once it has settled, and the page before it', async () => {
    const { visitor, frame } = await visit();
    await views(visitor, frame, 1);
    await go(frame, '/list', 'List');
    await views(visitor, frame, 3);
    await go(frame, '/item?secret=1', 'Item');
    expect(shape(await views(visitor, frame, 5))).toEqual([
      ['page_view', HOME, 'Test page', expect.any(String)],
      ['page_leave', HOME],
      ['page_view', '/list', 'List', HOME],
      ['page_leave', '/list'],
      ['page_view', '/item', 'Item', '/list'],
    ]);
  });

  it('follow the back button', async () => {
    const { visitor, frame } = await visit();
    await go(frame, '/a', 'A');
    await views(visitor, frame, 3);
    await frame.run(async () => {
      const arrived = new Promise((resolve) => addEventListener('popstate', resolve, { once: true }));
      history.back();
      await arrived;
    });
    expect(shape(await views(visitor, frame, 5)).at(-1)).toEqual(['page_view', HOME, 'A', '/a']);
  });

  it('count a replaced address, a query or a hash only when told so', async () => {
    const { visitor, frame } = await visit();
    await views(visitor, frame, 1);
    await go(frame, `${HOME}?sort=price`, 'T');
    await go(frame, `${HOME}#more`, 'T');
    await go(frame, '/corrected', 'T', 'replaceState');
    await go(frame, '/next', 'Next');
    expect(shape(await views(visitor, frame, 3)).map(([event, path]) => [event, path])).toEqual([
      ['page_view', HOME],
      ['page_leave', HOME],
      ['page_view', '/next'],
    ]);

    const other = await visit({ replaceState: true, samePage: true });
    await views(other.visitor, other.frame, 1);
    await go(other.frame, `${HOME}?sort=price`, 'T');
    await go(other.frame, '/corrected', 'T', 'replaceState');
    const found = await views(other.visitor, other.frame, 5);
    expect(found.filter(({ event }) => event === 'page_view').map(({ pagePath }) => pagePath)).toEqual([
      HOME,
      HOME,
      '/corrected',
    ]);
  });

  it.each(['#/one', '#!/one'])('know the routes of a hash router: %s', async (hash) => {
    const { visitor, frame } = await visit();
    await views(visitor, frame, 1);
    await frame.run((_, to) => {
      location.hash = to;
    }, `${hash}?token=1`);
    expect((await views(visitor, frame, 3)).at(-1)).toMatchObject({
      event: 'page_view',
      pagePath: HOME + hash,
    });
  });

  it('leave nothing behind when they are taken away', async () => {
    const { visitor, frame } = await visit();
    await views(visitor, frame, 1);
    await undo(frame);
    const isWhole = await frame.run(() => `${history.pushState}`.includes('[native code]'));
    await go(frame, '/later', 'Later');
    expect(isWhole).toBe(true);
    expect(shape(await told(visitor, frame, 'page_view', 'page_leave')).map(([event]) => event)).toEqual([
      'page_view',
      'page_leave',
    ]);
  });
});

describe('a page leave', () => {
  it('has the time for which the page was seen', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { pageViews: true });
    await turn(frame, 'hidden');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await turn(frame, 'visible');
    await go(frame, '/next', 'Next');
    const [leave] = await vi.waitFor(async () => {
      const found = await told(visitor, frame, 'page_leave');
      expect(found).toHaveLength(1);
      return found;
    }, PATIENCE);
    const lived = await frame.run(() => performance.now());
    expect(leave?.duration).toBeLessThanOrEqual(lived - 300);
  });

  it('comes once when the page is closed, and the next view when it comes back from the cache', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { pageViews: true });
    await transit(frame, 'pagehide');
    await turn(frame, 'hidden');
    await vi.waitFor(
      async () =>
        expect((await stored(visitor, 'page_view', 'page_leave')).map(({ event }) => event)).toEqual([
          'page_view',
          'page_leave',
        ]),
      PATIENCE,
    );
    await turn(frame, 'visible');
    await transit(frame, 'pageshow');
    expect((await views(visitor, frame, 3)).map(({ event }) => event)).toEqual([
      'page_view',
      'page_leave',
      'page_view',
    ]);
  });

  it('is told by the next page when the page was killed', async () => {
    const visitor = createVisitor();
    const dead = await visitWith(visitor, { pageViews: true });
    await dead.run(() => history.pushState(null, '', '/dead'));
    await turn(dead, 'hidden');
    await flush(dead);
    dead.remove();
    // The record of the page grows old.
    for (const key of visitor.settings().filter((name) => name.endsWith('.views'))) {
      const entries = JSON.parse(localStorage.getItem(key) ?? '{}');
      for (const entry of Object.values<{ at: number }>(entries)) entry.at -= 3_600_000;
      localStorage.setItem(key, JSON.stringify(entries));
    }
    const next = await visitWith(visitor, { pageViews: true });
    await views(visitor, next, 4);
    const another = await visitWith(visitor, { pageViews: true });
    const leaves = (await views(visitor, another, 5)).filter(
      ({ event, pagePath }) => event === 'page_leave' && pagePath === '/dead',
    );
    expect(leaves).toHaveLength(1);
  });

  it('says that it is the first session, and no longer in the next one', async () => {
    const visitor = createVisitor();
    const first = await visitWith(visitor, { pageViews: true });
    await views(visitor, first, 1);
    const again = await visitWith(visitor, { pageViews: true });
    await views(visitor, again, 2);
    const sessions = visitor.settings().filter((name) => name.endsWith('.session'));
    for (const key of sessions) localStorage.removeItem(key);
    const later = await visitWith(visitor, { pageViews: true });
    const found = (await views(visitor, later, 3)).filter(({ event }) => event === 'page_view');
    expect(found.map(({ isFirstSession }) => isFirstSession)).toEqual([true, true, false]);
  });
});
