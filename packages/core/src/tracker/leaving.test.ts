import { describe, expect, it } from 'vitest';
import { createWorld } from '../testing/index.js';

const MINUTE = 60_000;

describe('when the page is hidden', () => {
  it('what waits is sent in the same tick, written or not', async () => {
    const world = createWorld();
    const { track, signal } = world.open();
    await world.settle();
    track('a');
    signal('hidden');
    expect(world.names()).toEqual(['a']);
    await world.settle();
    expect(world.device.store.records.size).toBe(0);
    await world.advance(MINUTE);
    expect(world.collector.duplicates).toBe(0);
  });

  it('a flush that begins then resolves with the answer to what was sent', async () => {
    const world = createWorld();
    world.network.latency = 1000;
    const { track, signal, tracker } = world.open();
    await world.settle();
    track('a');
    signal('hidden');
    const flushed = tracker.flush();
    await world.advance(1000);
    expect(await flushed).toMatchObject({ acknowledged: 1, queued: 0 });
  });

  it('and killed then, what the store has not confirmed is found by the next tracker', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    world.device.store.fault = 'hang';
    const { track, signal, crash } = world.open();
    for (let i = 0; i < 30; i++) track('a', { i });
    signal('hidden');
    crash();
    world.device.store.fault = undefined;
    world.network.behaviour = 'deliver';
    const next = world.open();
    await world.advance(MINUTE);
    expect(world.names()).toHaveLength(30);
    expect(next.stats()).toMatchObject({ adopted: 30, acknowledged: 30, queued: 0 });
    expect([...world.device.settings.entries.keys()].filter((key) => key.startsWith('spill'))).toEqual([]);
  });

  it('and gone, what it still tracks while another tab takes over what it left is found later', async () => {
    const world = createWorld();
    const leaving = world.open();
    await world.settle();
    world.network.beacon = 'lose';
    leaving.signal('exit');
    leaving.track('before');
    // The other tab has read what was spilled, and waits for the store.
    world.device.store.delay = 15;
    const other = world.open();
    await world.settle();
    leaving.track('meanwhile');
    leaving.crash();
    await world.advance(MINUTE);
    await other.tracker.close();
    world.open();
    await world.advance(MINUTE);
    expect(world.names().sort()).toEqual(['before', 'meanwhile']);
    expect([...world.device.settings.entries.keys()].filter((key) => key.startsWith('spill'))).toEqual([]);
  });

  it('and shown again, all goes on as if nothing had been', async () => {
    const world = createWorld();
    const { track, signal, stats } = world.open();
    for (let i = 0; i < 20; i++) {
      track('a', { i });
      signal('hidden');
      signal('visible');
      await world.advance(100);
    }
    await world.advance(MINUTE);
    expect(stats()).toEqual({ tracked: 20, adopted: 0, acknowledged: 20, queued: 0, dropped: {} });
    expect(world.collector.duplicates).toBe(0);
    expect(world.collector.streams()).toHaveLength(1);
    expect([...world.device.settings.entries.keys()].filter((key) => key.startsWith('spill'))).toEqual([]);
  });

  it('leaves no copy behind once the store has it', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const { track, signal } = world.open();
    track('a');
    signal('hidden');
    await world.settle();
    expect(world.device.store.records.size).toBe(1);
    expect([...world.device.settings.entries.keys()].filter((key) => key.startsWith('spill'))).toEqual([]);
  });
});

describe('when the page goes away', () => {
  it('what waits is handed to a beacon, and kept until somebody answers', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const { track, signal, crash } = world.open();
    track('a');
    await world.settle();
    track('b');
    signal('exit');
    crash();
    expect(world.names()).toEqual(['a', 'b']);
    world.network.behaviour = 'deliver';
    const next = world.open();
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a', 'b']);
    expect(next.stats()).toMatchObject({ adopted: 2, acknowledged: 2 });
    expect(world.device.store.records.size).toBe(0);
  });

  it('a beacon that is lost loses nothing', async () => {
    const world = createWorld();
    world.network.beacon = 'lose';
    const { track, signal, crash } = world.open();
    track('a');
    signal('exit');
    crash();
    expect(world.names()).toEqual([]);
    world.open();
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
  });

  it('a beacon that is refused is cut in halves, and nothing is given up', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    world.network.beacon = (body) => (body.length > 20_000 ? 'refuse' : 'deliver');
    const { track, signal, crash } = world.open();
    for (let i = 0; i < 100; i++) track('a', { i, text: 'x'.repeat(1000) });
    await world.advance(1000);
    signal('exit');
    crash();
    expect(world.names()).toHaveLength(100);
    for (const { isBeacon, body } of world.network.requests)
      if (isBeacon) expect(body.length).toBeLessThan(20_000);
    world.open();
    world.network.behaviour = 'deliver';
    await world.advance(MINUTE);
    expect(world.names()).toHaveLength(100);
    expect(world.device.store.records.size).toBe(0);
  });

  it('where beacons are refused altogether, the next tracker delivers', async () => {
    const world = createWorld();
    world.network.beacon = 'refuse';
    const { track, signal, crash } = world.open();
    track('a');
    signal('exit');
    crash();
    world.open();
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
  });

  it('beacons stay below 64 KiB in UTF-8', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const { track, signal } = world.open();
    for (let i = 0; i < 300; i++) track('a', { i, text: '中'.repeat(300) });
    signal('exit');
    const beacons = world.network.requests.filter(({ isBeacon }) => isBeacon);
    expect(beacons.length).toBeGreaterThan(1);
    for (const { body } of beacons) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_536);
    expect(world.names()).toHaveLength(300);
  });

  it('its streams are free at once for others', async () => {
    const world = createWorld();
    const { signal } = world.open();
    await world.settle();
    expect(world.device.locks.size).toBe(1);
    signal('exit');
    expect(world.device.locks.size).toBe(0);
  });

  it('an event that is tracked afterwards is beaconed and kept too', async () => {
    const world = createWorld();
    const { track, signal, crash } = world.open();
    await world.settle();
    signal('hidden');
    signal('exit');
    track('page_leave');
    expect(world.names()).toEqual(['page_leave']);
    world.network.beacon = 'lose';
    track('last_words');
    crash();
    world.open();
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['page_leave', 'last_words']);
  });

  it('where there is no beacon, what waits is kept for the next launch', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const { track, signal, crash } = world.open({}, { sendOnExit: undefined } as never);
    track('a');
    signal('hidden');
    signal('exit');
    crash();
    world.network.behaviour = 'deliver';
    world.open();
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
  });
});

describe('when the page comes back from the back/forward cache', () => {
  it('it goes on in a stream of its own, and each event arrives once', async () => {
    const world = createWorld();
    const { track, signal, stats } = world.open();
    track('before');
    signal('hidden');
    signal('exit');
    await world.advance(100);
    signal('visible');
    track('after');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['before', 'after']);
    expect(stats().queued).toBe(0);
    expect(stats().dropped).toEqual({});
    for (const id of world.collector.streams()) expect(world.collector.lost(id)).toBe(0);
    expect(world.device.store.records.size).toBe(0);
    expect(world.device.locks.size).toBe(1);
  });

  it('its beaconed events are sent again, since a beacon is no answer, but once', async () => {
    for (const fault of [undefined, 'hang', 'reject'] as const) {
      const world = createWorld();
      world.network.beacon = 'lose';
      await world.settle();
      const { track, signal, stats } = world.open();
      world.device.store.fault = fault;
      track('a');
      signal('exit');
      await world.settle();
      world.device.store.fault = undefined;
      signal('visible');
      await world.advance(3 * MINUTE);
      expect(world.names()).toEqual(['a']);
      expect([fault, world.collector.duplicates]).toEqual([fault, 0]);
      expect(stats()).toMatchObject({ queued: 0, dropped: {} });
      expect(world.device.store.records.size).toBe(0);
    }
  });

  it('a request that was under way all the time makes neither a loss nor a double', async () => {
    const world = createWorld();
    world.network.latency = 5000;
    const { track, signal, stats } = world.open({ batchSize: 1 });
    track('a');
    await world.advance(1000);
    signal('exit');
    await world.advance(1000);
    signal('visible');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
    expect(stats()).toMatchObject({ queued: 0, dropped: {} });
    expect(world.device.store.records.size).toBe(0);
  });

  it('what another tab has sent meanwhile is not called lost', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const first = world.open();
    first.track('a');
    await world.settle();
    world.network.beacon = 'lose';
    first.signal('exit');
    world.network.behaviour = 'deliver';
    const second = world.open();
    await world.advance(1000);
    expect(world.names()).toEqual(['a']);
    first.signal('visible');
    first.track('b');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a', 'b']);
    expect([first.stats().dropped, second.stats().dropped]).toEqual([{}, {}]);
    expect(first.stats().queued).toBe(0);
  });

  it('a request of the frozen page that succeeds makes no loss in the tab that took over', async () => {
    const world = createWorld();
    world.network.latency = 5000;
    const first = world.open({ batchSize: 1 });
    first.track('a');
    await world.advance(1000);
    first.signal('exit');
    const second = world.open();
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
    expect(second.stats()).toMatchObject({ queued: 0, dropped: {} });
  });

  it('quickly, before the takeover at the start had ended, it still delivers all', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const dead = world.open();
    dead.track('old');
    await world.settle();
    dead.crash();
    world.network.behaviour = 'deliver';
    world.network.beacon = 'lose';
    world.device.store.delay = 200;
    const { track, signal } = world.open();
    track('a');
    await world.advance(100);
    signal('exit');
    signal('visible');
    await world.advance(3 * MINUTE);
    expect(world.names().sort()).toEqual(['a', 'old']);
    for (const tab of world.tabs) expect(tab.stats().dropped).toEqual({});
  });

  it('leaves and comes back many times without a leak of locks or records', async () => {
    const world = createWorld();
    const { track, signal, stats } = world.open();
    for (let i = 0; i < 20; i++) {
      track('a', { i });
      signal('hidden');
      signal('exit');
      if (i % 3) await world.advance(500);
      signal('visible');
      if (i % 2) await world.advance(500);
    }
    await world.advance(2 * MINUTE);
    expect(world.names()).toHaveLength(20);
    expect(stats()).toMatchObject({ tracked: 20, queued: 0, dropped: {} });
    expect(world.device.locks.size).toBeLessThanOrEqual(3);
    expect(world.device.store.records.size).toBe(0);
    expect([...world.device.settings.entries.keys()].filter((key) => key.startsWith('spill'))).toEqual([]);
  });
});
