import { describe, expect, it } from 'vitest';
import { createWorld, type NetworkBehaviour, type Outage, runOutage } from '../testing/index.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** The wait for an answer that never comes. */
const DEADLINE = 10 * SECOND;

const OUTAGES: readonly [name: string, behaviour: NetworkBehaviour, inFlight: number][] = [
  ['offline', 'offline', 0],
  ['503', { status: 503 }, 0],
  ['429 without Retry-After', { status: 429 }, 0],
  // The latest request is still waiting for its answer when the outage ends.
  ['no answer at all', 'hang', DEADLINE],
];

const runAll = (count: number, outage: Omit<Outage, 'seed'>) =>
  Promise.all(Array.from({ length: count }, (_, seed) => runOutage({ ...outage, seed })));

describe('after an outage, all that a page that stays open has tracked arrives in time', () => {
  for (const [name, behaviour, inFlight] of OUTAGES)
    for (const seconds of [1, 2, 10, 60])
      it(`${name}, ${seconds} s`, async () => {
        const ms = seconds * SECOND;
        const bound = Math.max(2 * SECOND, ms) + inFlight;
        const aftermaths = await runAll(100, { behaviour, ms, every: Math.max(100, ms / 100) });
        const inTime = aftermaths.filter(({ lateness }) => lateness <= bound).length;
        expect(inTime).toBeGreaterThanOrEqual(95);
      });

  it('also when the server has asked for some time', async () => {
    const ms = 10 * SECOND;
    const behaviour = { status: 429, retryAfter: '3' };
    const aftermaths = await runAll(100, { behaviour, ms, every: 100 });
    expect(aftermaths.filter(({ lateness }) => lateness <= ms + 3 * SECOND).length).toBeGreaterThanOrEqual(
      95,
    );
    for (const { shortestPause } of aftermaths) expect(shortestPause).toBeGreaterThanOrEqual(3 * SECOND);
  });
});

describe('an outage of ten minutes', () => {
  for (const [name, behaviour] of OUTAGES)
    it(`${name}: sees thirty requests of a quiet page at most`, async () => {
      const aftermaths = await runAll(200, { behaviour, ms: 10 * MINUTE, every: Infinity });
      expect(Math.max(...aftermaths.map(({ requests }) => requests))).toBeLessThanOrEqual(30);
    });
});

describe('a steady flow', () => {
  it('of 1,000 events at 200/s takes few requests and few writes, and nothing is written that was acknowledged before', async () => {
    const world = createWorld();
    world.network.latency = 100;
    const { store } = world.device;
    let acknowledged = 0;
    const writtenTooLate: number[] = [];
    const { set } = store;
    store.set = (entries) => {
      const numbers = entries.flatMap(([, text]) => [...text.matchAll(/#(\d+);/g)].map(([, n]) => Number(n)));
      writtenTooLate.push(...numbers.filter((n) => n < acknowledged));
      return set(entries);
    };
    const { track, tracker } = world.open({}, { writes: { tailBytes: () => Infinity, patience: 2000 } });
    // One request at a time: whatever has arrived is answered for.
    tracker.on('ack', () => {
      acknowledged = world.collector.events.length;
    });
    await world.settle();
    for (let i = 0; i < 1000; i++) {
      track('scrolled', { mark: `#${i};` });
      await world.advance(5);
    }
    await world.advance(10 * SECOND);
    expect(world.names()).toHaveLength(1000);
    expect(world.network.requests.length).toBeLessThanOrEqual(10);
    expect(store.log.filter((operation) => operation === 'set').length).toBeLessThanOrEqual(3);
    expect(writtenTooLate).toEqual([]);
    expect(world.collector.duplicates).toBe(0);
  });
});
