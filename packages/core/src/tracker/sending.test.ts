import { describe, expect, it } from 'vitest';
import type { Tracker } from '../api/tracker.js';
import { createWorld } from '../testing/index.js';

const requests = 3;
const FIRST = 60_000;
const trackMany = (track: Tracker['track'], count: number) => {
  for (let i = 0; i < count; i++) track('a', { i });
};

describe('the size of a request', () => {
  const sizes = (world: ReturnType<typeof createWorld>) => world.network.requests.map(({ bytes }) => bytes);

  it('grows with quick answers, so that a long queue takes few requests', async () => {
    const world = createWorld();
    const { track, stats } = world.open();
    trackMany(track, 4000);
    await world.settle();
    const [first = 0, second = 0, third = 0, ...more] = sizes(world);
    expect(first).toBeLessThan(FIRST + 1000);
    for (const size of [second, third]) expect(size).toBeGreaterThan(FIRST * 3);
    for (const size of [second, third, ...more]) expect(size).toBeLessThan(FIRST * 4 + 1000);
    expect(world.names()).toHaveLength(4000);
    expect(stats()).toMatchObject({ acknowledged: 4000, queued: 0 });
  });

  it('stays small on a slow connection, which may carry no more before the deadline', async () => {
    const world = createWorld();
    world.network.latency = 2500;
    const { track } = world.open();
    trackMany(track, 1000);
    await world.advance(60_000);
    expect(sizes(world).length).toBeGreaterThan(2);
    for (const size of sizes(world)) expect(size).toBeLessThan(FIRST + 1000);
    expect(world.names()).toHaveLength(1000);
  });

  it('stays below what the collector has called too large', async () => {
    const world = createWorld();
    world.collector.maxBytes = 100_000;
    const { track } = world.open();
    trackMany(track, 4000);
    await world.settle();
    const refused = sizes(world).filter((size) => size > 100_000);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(3);
    expect(world.names()).toHaveLength(4000);
  });

  it('is small again after a failure', async () => {
    const world = createWorld();
    const { track } = world.open();
    world.network.next('deliver', { status: 503 });
    trackMany(track, 2000);
    await world.advance(10_000);
    const [, large = 0, next = 0] = sizes(world);
    expect(large).toBeGreaterThan(FIRST * 2);
    expect(next).toBeLessThan(FIRST + 1000);
    expect(world.names()).toHaveLength(2000);
  });

  it('is no reason for a page that goes away to send less: what a large request carried goes into beacons', async () => {
    const world = createWorld();
    const { track, signal } = world.open();
    world.network.next('deliver', 'hang');
    trackMany(track, 2000);
    await world.settle();
    const arrived = world.names().length;
    signal('exit');
    const beacons = world.network.requests.filter(({ isBeacon }) => isBeacon);
    expect(beacons[0]?.bytes).toBeGreaterThan(FIRST / 2);
    expect(world.names().length).toBeGreaterThan(arrived);
  });
});

describe('several requests at a time', () => {
  it('are as many as the platform says', async () => {
    const world = createWorld();
    world.network.latency = 1000;
    const { track, stats } = world.open({}, { requests });
    trackMany(track, 2000);
    await world.settle();
    expect(world.network.requests).toHaveLength(3);
    await world.advance(10_000);
    expect(world.names()).toHaveLength(2000);
    expect(world.collector.duplicates).toBe(0);
    expect(stats()).toMatchObject({ acknowledged: 2000, queued: 0, dropped: {} });
  });

  it('may be answered in any order: what one of them carries waits alone', async () => {
    const world = createWorld();
    world.network.next('hang');
    const { track, stats } = world.open({}, { requests });
    trackMany(track, 2000);
    await world.settle();
    const { acknowledged, queued } = stats();
    expect(acknowledged).toBeGreaterThan(700);
    expect(acknowledged + queued).toBe(2000);
    await world.advance(60_000);
    expect(world.names()).toHaveLength(2000);
    expect(world.collector.duplicates).toBe(0);
    expect(world.device.store.records.size).toBe(0);
  });

  it('fail together as one, and are one until the collector is back', async () => {
    const world = createWorld();
    world.network.behaviour = { status: 503 };
    const { track } = world.open({ maxRetries: 2 }, { requests });
    trackMany(track, 2000);
    await world.settle();
    expect(world.network.requests).toHaveLength(3);
    // As a rule seconds; after maxRetries failures it would be half a minute or more.
    await world.advance(20_000);
    expect(world.network.requests.length).toBeGreaterThan(3);
    const times = world.network.requests.slice(3).map(({ at }) => at);
    expect(new Set(times).size).toBe(times.length);
    world.network.behaviour = 'deliver';
    await world.advance(120_000);
    expect(world.names()).toHaveLength(2000);
  });
});

describe('a platform that gathers', () => {
  it('has what was tracked meanwhile written together', async () => {
    const world = createWorld();
    const gather = () => new Promise<void>((resolve) => void world.clock.timer(resolve, 5));
    const { track } = world.open({}, { writes: { gather } });
    await world.settle();
    const { log } = world.device.store;
    log.length = 0;
    for (let i = 0; i < 5; i++) {
      track('a');
      await world.advance(1);
    }
    expect(log).toEqual(['set']);
    expect(world.device.store.records.size).toBe(1);
  });

  it('does not hold up a flush', async () => {
    const world = createWorld();
    const { track, tracker } = world.open({}, { writes: { gather: () => new Promise(() => {}) } });
    track('a');
    await tracker.flush();
    expect(world.names()).toEqual(['a']);
  });
});
