import type { MiniApp } from '@pugmark/miniapp-runtime';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPhone, onPage, PLATFORMS } from './testing/launch.js';
import { startServer, type Trouble } from './testing/server.js';

const WALKS = 200;

/** A way back to the first page is always there. */
const WAYS: Record<string, [id: string, to: string][]> = {
  home: [
    ['to-search', 'search'],
    ['to-escort', 'escort'],
  ],
  search: [
    ['department-0', 'search'],
    ['department-1', 'search'],
  ],
  escort: [['grab', 'escort']],
};

const endings = ['kill', 'hide', 'freeze', 'return'] as const;
const troubles: Trouble[] = [undefined, 500, 'hang', 'lose-answer'];
const launches = fc.array(
  fc.record({
    choices: fc.array(fc.nat(3), { maxLength: 8 }),
    trouble: fc.constantFrom(...troubles),
    isOnline: fc.boolean(),
    ending: fc.constantFrom(...endings),
    /** Turns of the event loop from the last tap to the end. */
    turns: fc.nat(4),
  }),
  { minLength: 1, maxLength: 3 },
);

/** What a tap on an element tracks beside the click. */
const TRACKED: Record<string, string> = {
  'department-0': 'filter_change',
  'department-1': 'filter_change',
  grab: 'order_grab',
  claim: 'coupon_claimed',
};

/** The task that runs is over: what it promised to itself is done, and nothing of another task. */
const endOfTask = () => new Promise<void>((resolve) => process.nextTick(resolve));
const turnOfLoop = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Walks as the choices say, without a look at the page after the last tap; answers what was tapped. */
async function wander(app: MiniApp, choices: number[]): Promise<string[]> {
  const tapped: string[] = [];
  let page = 'home';
  for (const [index, choice] of choices.entries()) {
    const ways = WAYS[page] ?? [];
    const way = ways[choice];
    if (way) {
      await app.tap(way[0]);
      tapped.push(way[0]);
      page = way[1];
    } else if (page !== 'home') {
      app.back();
      page = 'home';
    }
    if (index < choices.length - 1) await onPage(app, page);
  }
  await endOfTask();
  return tapped;
}

/** How often each is there. */
function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

it(`loses nothing and stores nothing twice over ${WALKS} random walks, on all platforms, killed at any time`, {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...PLATFORMS), launches, async (platform, plan) => {
      const server = await startServer();
      const phone = createPhone(server, platform);
      const wanted: string[] = [];
      for (const { choices, trouble, isOnline, ending, turns } of plan) {
        server.trouble = trouble;
        const app = phone.launch();
        app.setOnline(isOnline);
        wanted.push('app_launch', ...(await wander(app, choices)));
        for (let turn = 0; turn < turns; turn++) await turnOfLoop();
        if (ending !== 'kill') app.hide();
        if (ending === 'freeze' || ending === 'return') app.freeze();
        if (ending === 'return') app.show();
        app.kill();
        expect(app.errors).toEqual([]);
      }
      server.trouble = undefined;
      const last = phone.launch();
      await last.tap('claim');
      last.hide();
      wanted.push('app_launch', 'claim');
      const expected = count([...wanted, ...wanted.flatMap((id) => TRACKED[id] ?? [])]);
      const arrived = (events: { eventName: string; properties: Record<string, unknown> }[]) =>
        count(
          events
            .map(({ eventName, properties }) =>
              eventName === 'button_click' ? `${properties.elementId}` : eventName,
            )
            .filter((name) => name in expected),
        );
      const isThere = (counts: Record<string, number>) =>
        Object.keys(expected).every((name) => (counts[name] ?? 0) >= (expected[name] ?? 0));
      // Streams arrive in several requests: a hole may be on its way.
      const events = await server.until((events, lost) => !lost && isThere(arrived(events)));
      expect(arrived(events)).toEqual(expected);
      expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
      expect(new Set(events.map(({ deviceId }) => deviceId)).size).toBe(1);
      expect(await server.lost()).toBe(0);
      last.kill();
    }),
    { numRuns: WALKS },
  );
});
