import { describe, expect, it } from 'vitest';
import { createWorld, type NetworkBehaviour } from '../testing/index.js';

const MINUTE = 60_000;

/** Something in front of the collector answers so to every body that holds a certain text. */
const refuses = (text: string, answer: { status: number; body?: string }): NetworkBehaviour => ({
  gate: (request) => (request.body.includes(text) ? answer : undefined),
});

describe('an event that something on the way will not take', () => {
  for (const status of [403, 404, 406, 500, 502, 503]) {
    it(`holds up no other, on this page or the next, when it is answered with ${status}`, async () => {
      const world = createWorld();
      world.network.behaviour = refuses('<script', { status, body: 'no' });
      const first = world.open();
      first.track('search', { q: '<script>alert(1)' });
      await first.tracker.flush();
      for (let i = 0; i < 5; i++) {
        first.track('good', { i });
        await first.tracker.flush();
      }
      expect(world.named('good')).toHaveLength(5);
      expect(first.stats()).toMatchObject({ acknowledged: 5, queued: 1, dropped: {} });
      await world.settle();
      first.crash();
      const next = world.open();
      await world.settle();
      next.track('good', { i: 6 });
      await next.tracker.flush();
      expect(world.named('good')).toHaveLength(6);
      world.network.behaviour = 'deliver';
      await next.tracker.flush();
      expect(world.named('search')).toHaveLength(1);
    });
  }

  it('is found among many, and all others are delivered without anybody asking', async () => {
    const world = createWorld();
    world.network.behaviour = refuses('"n":137,', { status: 500 });
    const { track, stats } = world.open();
    for (let n = 0; n < 400; n++) track('a', { n, text: 'x'.repeat(300) });
    await world.advance(2 * MINUTE);
    // A record is what can be told apart; all but its own events are there.
    expect(stats().queued).toBeLessThan(40);
    expect(world.names().length).toBeGreaterThan(360);
  });

  it('is asked for rarely, and delivered when it is taken after all', async () => {
    const world = createWorld();
    world.network.behaviour = refuses('poison', { status: 500 });
    const { track, stats } = world.open({ batchSize: 1 });
    track('poison');
    await world.advance(5000);
    track('good');
    await world.advance(MINUTE);
    const before = world.network.requests.length;
    await world.advance(60 * MINUTE);
    expect(world.network.requests.length - before).toBeLessThan(10);
    expect(stats()).toMatchObject({ queued: 1, dropped: {} });
    world.network.behaviour = 'deliver';
    await world.advance(60 * MINUTE);
    expect(world.names()).toEqual(['good', 'poison']);
  });
});

it('a record that was divided while the store was still writing it leaves nothing behind', async () => {
  const world = createWorld();
  world.network.behaviour = refuses('poison', { status: 400 });
  // Longer than the tracker waits for it.
  world.device.store.delay = 5000;
  const { track, tracker } = world.open();
  for (let n = 0; n < 4; n++) track('poison', { n });
  await world.advance(10 * MINUTE);
  expect(await tracker.flush()).toMatchObject({ queued: 0 });
  await world.advance(MINUTE);
  expect([...world.device.store.records.keys()]).toEqual([]);
});

describe('a proxy that does not take gzip', () => {
  for (const status of [400, 415, 501]) {
    it(`gets the same batch as plain text after ${status}, and only plain text from then on`, async () => {
      const world = createWorld();
      world.network.behaviour = {
        gate: ({ compress }) => (compress ? { status, isCompressed: true } : undefined),
      };
      const { track, tracker, stats } = world.open();
      for (let i = 0; i < 5; i++) track('order_paid', { i, text: 'y'.repeat(1500) });
      await tracker.flush();
      expect(world.names()).toHaveLength(5);
      track('later');
      await tracker.flush();
      expect(world.network.requests.map(({ compress }) => compress)).toEqual([true, false, false]);
      expect(stats()).toMatchObject({ acknowledged: 6, queued: 0, dropped: {} });
    });
  }
});

it('a proxy that does not take gzip is not asked again before a time that another request was told', async () => {
  const world = createWorld();
  const { network } = world;
  const { track, signal } = world.open({ batchSize: 1, maxRetries: 9 }, { requests: 1 });
  network.latency = 2000;
  network.behaviour = { status: 501, isCompressed: true };
  track('first', { text: 'y'.repeat(1500) });
  await world.advance(1000);
  network.latency = 0;
  network.behaviour = { status: 429, retryAfter: '30' };
  track('second', { text: 'y'.repeat(1500) });
  await world.settle();
  signal('hidden');
  await world.advance(20_000);
  expect(network.requests).toHaveLength(2);
  network.behaviour = 'deliver';
  await world.advance(MINUTE);
  expect(world.names().sort()).toEqual(['first', 'second']);
});

describe('an answer that makes no sense', () => {
  const answers = [
    '{"accepted":true}',
    '{"accepted":1}',
    '{"accepted":0,"duplicates":0,"rejected":[]}',
    '{"accepted":3,"duplicates":0,"rejected":[]}',
    '{"accepted":1.5,"duplicates":0.5,"rejected":[]}',
    '{"accepted":"2","duplicates":0,"rejected":[]}',
    '{"accepted":-1,"duplicates":3,"rejected":[]}',
    '{"accepted":1,"duplicates":0,"rejected":[null]}',
    '{"accepted":1,"duplicates":0,"rejected":{"length":1}}',
    '[]',
    'null',
    '2',
  ];
  for (const body of answers) {
    it(`takes nothing out of the queue: ${body}`, async () => {
      const world = createWorld();
      world.network.next({ status: 200, body });
      const { track, tracker, stats } = world.open();
      track('a');
      track('b');
      await tracker.flush();
      expect(stats()).toMatchObject({ acknowledged: 0, queued: 2, dropped: {} });
      await world.advance(MINUTE);
      expect(world.names().sort()).toEqual(['a', 'b']);
    });
  }

  it('does not stop the tracker when it never comes, even from a platform that forgets its deadline', async () => {
    const world = createWorld();
    let isSilent = true;
    const tab = world.open(
      {},
      { send: (request) => (isSilent ? new Promise(() => {}) : world.network.send(request)) },
    );
    tab.track('a');
    const flushed = tab.tracker.flush();
    await world.advance(20_000);
    expect(await flushed).toMatchObject({ queued: 1 });
    isSilent = false;
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
  });
});
