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
  }),
  { minLength: 1, maxLength: 3 },
);

/** Walks as the choices say; answers what was tapped. */
async function wander(app: MiniApp, choices: number[]): Promise<string[]> {
  const tapped: string[] = [];
  let page = 'home';
  for (const choice of choices) {
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
    await onPage(app, page);
  }
  return tapped;
}

it(`loses nothing and stores nothing twice over ${WALKS} random walks, on all platforms, killed at any time`, {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...PLATFORMS), launches, async (platform, plan) => {
      const server = await startServer();
      const phone = createPhone(server, platform);
      const safe: string[] = [];
      for (const { choices, trouble, isOnline, ending } of plan) {
        server.trouble = trouble;
        const app = phone.launch();
        app.setOnline(isOnline);
        const tapped = await wander(app, choices);
        if (ending !== 'kill') {
          app.hide();
          // From here on the platform may kill the app without another word.
          safe.push(...tapped);
        }
        if (ending === 'freeze' || ending === 'return') app.freeze();
        if (ending === 'return') app.show();
        app.kill();
        expect(app.errors).toEqual([]);
      }
      server.trouble = undefined;
      const last = phone.launch();
      await last.tap('claim');
      last.hide();
      const clicks = (events: { eventName: string; properties: Record<string, unknown> }[]) =>
        events
          .filter(({ eventName }) => eventName === 'button_click')
          .map(({ properties }) => `${properties.elementId}`);
      const wanted = [...safe, 'claim'].sort();
      const events = await server.until((events, lost) => {
        const there = clicks(events).sort();
        // Streams arrive in several requests: a hole may be on its way.
        return (
          !lost &&
          wanted.every(
            (id) =>
              there.filter((other) => other === id).length >= wanted.filter((other) => other === id).length,
          )
        );
      });
      expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
      expect(new Set(events.map(({ deviceId }) => deviceId)).size).toBe(1);
      expect(await server.lost()).toBe(0);
      last.kill();
    }),
    { numRuns: WALKS },
  );
});
