import type { LifecycleOrder, MiniApp } from '@pugmark/miniapp-runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPhone, onPage, PLATFORMS } from './testing/launch.js';
import { createPageModel, type PageStep } from './testing/page-model.js';
import { startServer } from './testing/server.js';

const WALKS = 25;
const ORDERS: LifecycleOrder[] = ['hide-first', 'show-first', 'late-unload'];
const GLOBALS = { weapp: 'wx', alipay: 'my', tt: 'tt', swan: 'swan' } as const;

const page = (name: string) => `pages/${name}/index`;
const TABS = ['home', 'escort'].map(page);
const others = fc.constantFrom('search', 'done').map(page);

const steps: fc.Arbitrary<PageStep[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: others.map((path) => ({ do: 'open' as const, path })) },
    { weight: 2, arbitrary: others.map((path) => ({ do: 'replace' as const, path })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...TABS, page('search')).map((path) => ({ do: 'restart' as const, path })),
    },
    { weight: 4, arbitrary: fc.constantFrom(...TABS).map((path) => ({ do: 'tab' as const, path })) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }).map((count) => ({ do: 'back' as const, count })) },
    { weight: 2, arbitrary: fc.constant({ do: 'away' as const }) },
    { weight: 4, arbitrary: fc.nat(5000).map((ms) => ({ do: 'wait' as const, ms })) },
  ),
  { minLength: 1, maxLength: 14 },
);

/**
 * Two turns: a route is taken in the next one, and a late unload is told in the one after. It does not wait until a page is
 * drawn: a quick user does not either. Taro itself then throws in a page that asks for its route; that is none of ours.
 */
const settle = async () => {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
};

/** A clock for the app alone. */
function createClock() {
  const start = Date.now();
  let now = start;
  class AppDate extends Date {
    constructor(...args: [] | [number | string]) {
      super(...((args.length ? args : [now]) as [number]));
    }
    static override now = () => now;
  }
  return {
    AppDate,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const ROUTES = { open: 'navigateTo', replace: 'redirectTo', restart: 'reLaunch' } as const;

function take(app: MiniApp, api: Record<string, (options: object) => void>, step: PageStep) {
  if (step.do === 'away') {
    app.hide();
    app.show();
  } else if (step.do === 'tab') app.switchTab(step.path);
  else if (step.do === 'back') api.navigateBack?.({ delta: step.count });
  else if (step.do !== 'wait') api[ROUTES[step.do]]?.({ url: `/${step.path}` });
}

describe.each(PLATFORMS)('pages on %s', (platform) => {
  it.each(ORDERS)('are viewed and left as the user saw them, told %s', async (order) => {
    await fc.assert(
      fc.asyncProperty(steps, async (walk) => {
        const server = await startServer();
        const clock = createClock();
        const app = createPhone(server, platform).launch({
          order,
          tabs: TABS,
          before(globals) {
            globals.Date = clock.AppDate;
          },
        });
        const api = app.globals[GLOBALS[platform]] as Record<string, (options: object) => void>;
        await onPage(app, 'home');
        const model = createPageModel(page('home'), TABS);
        for (const step of walk) {
          if (step.do === 'wait') clock.pass(step.ms);
          take(app, api, step);
          model.take(step);
          await settle();
        }
        app.hide();
        model.end();
        const hides = walk.filter((step) => step.do === 'away').length + 1;
        const events = await server.until(
          (events, lost) =>
            !lost && events.filter(({ eventName }) => eventName === 'app_hide').length === hides,
        );
        const seen = events
          .filter(({ eventName }) => eventName === 'page_view' || eventName === 'page_leave')
          .map(({ eventName, properties }) => [
            eventName,
            properties.pagePath,
            eventName === 'page_view' ? properties.referrer : properties.duration,
          ]);
        expect(seen).toEqual(model.seen);
        app.kill();
      }),
      { numRuns: WALKS, seed: 16 },
    );
  });
});
