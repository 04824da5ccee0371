import { describe, expect, it } from 'vitest';
import { createWorld, type StoreFault, type World } from '../testing/index.js';

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;

describe('the end of a task', () => {
  const spills = ({ device }: World) =>
    [...device.settings.entries].filter(([key]) => key.startsWith('spill')).map(([, text]) => text);

  it('leaves behind what the store has not committed yet, where a process that is killed gets no further', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    world.device.store.fault = 'hang';
    const { track, crash } = world.open({}, { writes: { tailBytes: () => 10_000 } });
    for (let i = 0; i < 20; i++) track(`a${i}`);
    await Promise.resolve();
    crash();
    world.device.store.fault = undefined;
    world.network.behaviour = 'deliver';
    const { tracker } = world.open();
    await world.settle();
    await tracker.flush();
    expect(world.names()).toEqual(Array.from({ length: 20 }, (_, i) => `a${i}`));
  });

  it('leaves nothing behind once the store has it', async () => {
    const world = createWorld();
    const { track } = world.open({}, { writes: { tailBytes: () => 10_000 } });
    track('a');
    await Promise.resolve();
    expect(spills(world)).toHaveLength(1);
    await world.settle();
    expect(spills(world)).toEqual([]);
    expect(world.device.store.records.size).toBe(1);
  });

  it('takes out of the store what was acknowledged while it was being written', async () => {
    const world = createWorld();
    world.device.store.delay = 1000;
    const { tracker, track, signal } = world.open(
      {},
      { writes: { tailBytes: () => 10_000, patience: 2000 } },
    );
    await world.advance(5000);
    track('a');
    await world.advance(10);
    signal('hidden');
    await world.advance(10_000);
    expect(tracker.stats()).toMatchObject({ acknowledged: 1, queued: 0 });
    expect(world.device.store.records.size).toBe(0);
  });

  it('writes no more than it may', async () => {
    const world = createWorld();
    world.device.store.fault = 'hang';
    const { track } = world.open({}, { writes: { tailBytes: () => 3000 } });
    track('a', { text: 'x'.repeat(2000) });
    await world.settle();
    const [before] = spills(world);
    expect(before).toContain('xxx');
    track('b', { text: 'y'.repeat(2000) });
    await world.settle();
    expect(spills(world)).toEqual([before]);
  });

  it('writes nothing on a platform that does not ask for it', async () => {
    const world = createWorld();
    world.device.store.fault = 'hang';
    const { track } = world.open();
    track('a');
    await world.settle();
    expect(spills(world)).toEqual([]);
  });
});

describe('the store', () => {
  it('has every event before it is sent, and none after it was acknowledged', async () => {
    const world = createWorld();
    world.network.latency = 1000;
    const seen: number[] = [];
    const { platform, track } = world.open({ batchSize: 2 });
    const { store } = world.device;
    world.network.behaviour = (request) => {
      seen.push(store.records.size);
      return world.collector.receive(request.body);
    };
    expect(platform.store).toBeDefined();
    track('a');
    track('b');
    await world.settle();
    expect(seen).toEqual([1]);
    expect(store.records.size).toBe(1);
    await world.advance(2000);
    expect(store.records.size).toBe(0);
  });

  it('is written once for all that one task tracks, and never read while all goes well', async () => {
    const world = createWorld();
    const { track } = world.open();
    await world.settle();
    const { log } = world.device.store;
    log.length = 0;
    for (let i = 0; i < 100; i++) track('a', { i });
    await world.advance(MINUTE);
    expect(log.filter((operation) => operation === 'set').length).toBeLessThanOrEqual(2);
    expect(log.filter((operation) => operation === 'get' || operation === 'keys')).toEqual([]);
  });

  it('may be slower than the app tracks: events are sent all the same', async () => {
    const world = createWorld();
    world.device.store.delay = 50;
    const { track } = world.open();
    for (let i = 0; i < 500; i++) {
      track('a');
      await world.advance(20);
    }
    expect(world.names().length).toBeGreaterThan(400);
  });

  it('is tried again after its rest, also when the clock was set back meanwhile', async () => {
    const world = createWorld();
    const { track } = world.open({ batchInterval: 600_000 });
    world.device.store.fault = 'reject';
    track('a');
    await world.settle();
    world.clock.jump(-24 * 60 * MINUTE);
    world.device.store.fault = undefined;
    track('b');
    await world.settle();
    expect(world.device.store.records.size).toBe(2);
  });

  for (const fault of ['reject', 'throw', 'hang'] as StoreFault[]) {
    it(`may ${fault} for ever: events are delivered from memory, with one warning`, async () => {
      const world = createWorld();
      world.device.store.fault = fault;
      const { track, tracker, stats, warnings } = world.open();
      const errors: string[] = [];
      tracker.on('error', ({ message }) => errors.push(message));
      for (let i = 0; i < 100; i++) {
        track('a', { i });
        await world.advance(2000);
      }
      await world.advance(2 * MINUTE);
      expect(world.names()).toHaveLength(100);
      expect(world.collector.duplicates).toBe(0);
      expect(stats()).toMatchObject({ acknowledged: 100, queued: 0, dropped: {} });
      expect(warnings).toHaveLength(1);
      expect(errors).toHaveLength(1);
    });

    it(`may ${fault} for a while: what waits is written when it is back`, async () => {
      const world = createWorld();
      world.network.behaviour = 'offline';
      const { device } = world;
      const first = world.open();
      await world.settle();
      device.store.fault = fault;
      first.track('during');
      await world.advance(10_000);
      expect(device.store.records.size).toBe(0);
      device.store.fault = undefined;
      await world.advance(2 * MINUTE);
      first.track('after');
      await world.advance(2 * MINUTE);
      first.crash();
      world.network.behaviour = 'deliver';
      world.open();
      await world.advance(2 * MINUTE);
      expect(world.names()).toEqual(['during', 'after']);
    });
  }

  it('that fails only at reading harms nothing that is in memory', async () => {
    const world = createWorld();
    world.device.store.fault = (operation) =>
      operation === 'keys' || operation === 'get' ? 'reject' : undefined;
    const { track } = world.open();
    track('a');
    await world.advance(2 * MINUTE);
    expect(world.names()).toEqual(['a']);
  });

  it('that is full keeps what it has; what was acknowledged makes room for more', async () => {
    const world = createWorld();
    const { store } = world.device;
    store.quota = 14_000;
    world.network.behaviour = 'offline';
    const { track, tracker, stats, crash } = world.open();
    track('old', { text: 'x'.repeat(9000) });
    await world.advance(1000);
    expect(store.records.size).toBe(1);
    world.network.latency = 100;
    world.network.next('deliver');
    void tracker.flush();
    await world.advance(50);
    track('new', { text: 'y'.repeat(9000) });
    await world.advance(10 * MINUTE);
    expect(world.names()).toEqual(['old']);
    expect(stats().queued).toBe(1);
    expect([...store.records.values()].join()).toContain('yyyy');
    crash();
    world.network.behaviour = 'deliver';
    world.open();
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['old', 'new']);
  });

  it('may be slow: nothing waits for it in track, nothing is sent twice', async () => {
    const world = createWorld();
    world.device.store.delay = 900;
    const { track, stats } = world.open({ batchSize: 5 });
    for (let i = 0; i < 100; i++) {
      track('a', { i });
      await world.advance(70);
    }
    await world.advance(MINUTE);
    expect(stats()).toMatchObject({ acknowledged: 100, queued: 0 });
    expect(world.collector.duplicates).toBe(0);
    expect(world.device.store.records.size).toBe(0);
  });

  it('that damaged a record loses that one alone, counted', async () => {
    for (const damage of ['garbage', '', '{"streamId":"x"}', '{}\n{"eventId":"a","seq', 'null\nnull']) {
      const world = createWorld();
      world.network.behaviour = 'offline';
      const first = world.open();
      for (let i = 0; i < 3; i++) first.track('victim', { i });
      await world.settle();
      first.track('other', {}, { priority: 'P0' });
      await world.settle();
      first.crash();
      const { records } = world.device.store;
      expect(records.size).toBe(2);
      records.set([...records.keys()][0] as string, damage);
      world.network.behaviour = 'deliver';
      const next = world.open();
      await world.advance(2 * MINUTE);
      next.track('later');
      await world.advance(30 * MINUTE);
      expect([damage, ...world.names()]).toEqual([damage, 'other', 'later']);
      expect([damage, next.stats().queued]).toEqual([damage, 0]);
      world.check();
    }
  });

  it('keeps out of the way of keys that are not its own', async () => {
    const world = createWorld();
    world.device.store.records.set('somebody:else', 'x');
    world.device.store.records.set('hello', 'y');
    world.open().track('a');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
    expect([...world.device.store.records.keys()]).toEqual(['somebody:else', 'hello']);
  });
});

describe('settings that refuse', () => {
  it('cost nothing but the memory across visits', async () => {
    const world = createWorld();
    world.device.settings.isRefusing = true;
    const { track, tracker, signal, warnings } = world.open();
    track('a');
    tracker.setUser('u');
    signal('hidden');
    signal('visible');
    track('b');
    await tracker.flush();
    expect(world.names()).toEqual(['a', 'user_identify', 'b']);
    expect(new Set(world.collector.events.map(({ deviceId }) => deviceId)).size).toBe(1);
    expect(new Set(world.collector.events.map(({ sessionId }) => sessionId)).size).toBe(1);
    expect(warnings).toHaveLength(1);
  });
});

describe('a crash', () => {
  it('loses nothing that was in the store: the next tracker delivers it', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const first = world.open();
    for (let i = 0; i < 50; i++) first.track('a', { i, text: 'x'.repeat(500) });
    await world.advance(10_000);
    first.crash();
    world.network.behaviour = 'deliver';
    const next = world.open();
    await world.advance(1000);
    expect(world.names()).toHaveLength(50);
    expect(next.stats()).toEqual({ tracked: 0, adopted: 50, acknowledged: 50, queued: 0, dropped: {} });
    expect(world.device.store.records.size).toBe(0);
    const [streamId = ''] = world.collector.streams();
    expect(world.collector.lost(streamId)).toBe(0);
  });

  it('between the collector and its answer makes no double', async () => {
    const world = createWorld();
    world.network.latency = 1000;
    const first = world.open({ batchSize: 1 });
    first.track('a');
    await world.advance(500);
    first.crash();
    world.open();
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
    expect(world.device.store.records.size).toBe(0);
  });

  it('of the tracker that adopted is survived too', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const first = world.open();
    first.track('a');
    await world.settle();
    first.crash();
    const second = world.open();
    second.track('b');
    await world.advance(MINUTE);
    second.crash();
    world.network.behaviour = 'deliver';
    world.open();
    await world.advance(MINUTE);
    expect(world.names().sort()).toEqual(['a', 'b']);
  });

  it('long ago leaves events that are too old: they are dropped, counted and reported', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const first = world.open();
    first.track('old');
    await world.settle();
    first.crash();
    await world.advance(WEEK + MINUTE);
    world.network.behaviour = 'deliver';
    const next = world.open();
    await world.advance(MINUTE);
    expect(next.stats()).toMatchObject({ adopted: 1, dropped: { expired: 1 }, queued: 0 });
    expect(world.names()).toEqual([]);
    expect(world.network.requests.flatMap(({ envelope }) => envelope.dropped || [])).toEqual([
      { streamId: expect.any(String), reason: 'expired', ranges: [[1, 1]], count: 1 },
    ]);
    expect(world.device.store.records.size).toBe(0);
  });

  it('many times over leaves one more visit that delivers all, without a warning', async () => {
    const world = createWorld();
    for (let i = 0; i < 10; i++) {
      const tab = world.open();
      tab.track('a');
      await world.settle();
      tab.crash();
    }
    const last = world.open();
    await world.advance(MINUTE);
    expect(world.names()).toHaveLength(10);
    expect(world.device.store.records.size).toBe(0);
    expect(last.warnings).toEqual([]);
  });
});

describe('a second tab', () => {
  it('never touches what belongs to a living one', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const first = world.open();
    first.track('a');
    await world.settle();
    const second = world.open();
    await world.advance(10 * MINUTE);
    second.signal('visible');
    second.signal('online');
    await world.advance(MINUTE);
    expect(second.stats().adopted).toBe(0);
    world.network.behaviour = 'deliver';
    second.track('b');
    await world.advance(2 * MINUTE);
    expect(world.names().sort()).toEqual(['a', 'b']);
    expect(world.collector.duplicates).toBe(0);
    expect(first.stats().acknowledged).toBe(1);
  });

  it('is the same device and session', async () => {
    const world = createWorld();
    const tabs = [world.open(), world.open()];
    for (const { track } of tabs) track('a');
    await world.advance(MINUTE);
    const [one, other] = world.collector.events;
    expect(other).toMatchObject({ deviceId: one?.deviceId, sessionId: one?.sessionId });
    expect(other?.streamId).not.toBe(one?.streamId);
  });

  it('takes over from one that crashed, when it is looked at', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const first = world.open();
    const second = world.open();
    first.track('a');
    await world.advance(1000);
    first.crash();
    world.network.behaviour = 'deliver';
    second.signal('visible');
    await world.advance(1000);
    expect(world.names()).toEqual(['a']);
    expect(second.stats()).toMatchObject({ adopted: 1, acknowledged: 1 });
  });

  it('that takes over late claims no loss for what was acknowledged meanwhile', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const first = world.open();
    first.track('a');
    await world.advance(1000);
    first.crash();
    world.network.behaviour = 'deliver';
    // The records are acknowledged quickly, their removal takes a while.
    const second = world.open();
    const third = world.open();
    world.device.store.delay = 300;
    await world.advance(600);
    third.signal('visible');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
    expect([second.stats().dropped, third.stats().dropped]).toEqual([{}, {}]);
  });
});

describe('locks', () => {
  for (const [what, own] of [
    ['hang', () => new Promise<undefined>(() => {})],
    ['reject', () => Promise.reject(new Error('no locks here'))],
    [
      'throw',
      () => {
        throw new Error('no locks here');
      },
    ],
  ] as const)
    it(`that ${what} hold nothing up`, async () => {
      const world = createWorld();
      const { track } = world.open({}, { own });
      track('a');
      await world.advance(MINUTE);
      expect(world.names()).toEqual(['a']);
    });
});

describe('a store that is full', () => {
  /** It reads and removes, and takes nothing more until something has left it. */
  const fill = ({ device: { store } }: World) => {
    const { set, remove } = store;
    let isFull = true;
    store.set = async function (entries) {
      if (isFull) throw new Error('exceed max size');
      return set.call(this, entries);
    };
    store.remove = async function (keys) {
      await remove.call(this, keys);
      isFull = false;
    };
  };

  it('still gives what an earlier page left, in a visit of a few seconds, and has room again', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const earlier = world.open();
    for (let i = 0; i < 20; i++) earlier.track(`a${i}`);
    await world.settle();
    earlier.crash();
    fill(world);
    world.network.behaviour = 'deliver';
    const { track, tracker } = world.open();
    track('now');
    await world.advance(3000);
    expect(new Set(world.names())).toEqual(
      new Set(['now', ...Array.from({ length: 20 }, (_, i) => `a${i}`)]),
    );
    expect(world.device.store.records.size).toBe(0);
    // No half minute after it: the next event is kept.
    world.network.behaviour = 'offline';
    track('later');
    await world.settle();
    expect(world.device.store.records.size).toBe(1);
    expect(tracker.stats().queued).toBe(1);
  });
});
