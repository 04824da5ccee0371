import { describe, expect, it } from 'vitest';
import { createWorld } from '../testing/index.js';
import type { Tracker } from './tracker.js';

/** Where the limits of a page do not hold. */
const sending = { batchBytes: 30_000, requests: 3 };
const track1000 = (track: Tracker['track']) => {
  for (let i = 0; i < 1000; i++) track('a', { i });
};

describe('several requests at a time', () => {
  it('are as many and as large as the platform says', async () => {
    const world = createWorld();
    world.network.latency = 1000;
    const { track, stats } = world.open({}, { sending });
    track1000(track);
    await world.settle();
    expect(world.network.requests).toHaveLength(3);
    await world.advance(10_000);
    for (const { bytes } of world.network.requests) expect(bytes).toBeLessThan(31_000);
    expect(world.names()).toHaveLength(1000);
    expect(world.collector.duplicates).toBe(0);
    expect(stats()).toMatchObject({ acknowledged: 1000, queued: 0, dropped: {} });
  });

  it('may be answered in any order: what one of them carries waits alone', async () => {
    const world = createWorld();
    world.network.next('hang');
    const { track, stats } = world.open({}, { sending });
    track1000(track);
    await world.settle();
    const { acknowledged, queued } = stats();
    expect(acknowledged).toBeGreaterThan(600);
    expect(acknowledged + queued).toBe(1000);
    await world.advance(60_000);
    expect(world.names()).toHaveLength(1000);
    expect(world.collector.duplicates).toBe(0);
    expect(world.device.store.records.size).toBe(0);
  });

  it('fail together as one, and are one until the collector is back', async () => {
    const world = createWorld();
    world.network.behaviour = { status: 503 };
    const { track } = world.open({ maxRetries: 2 }, { sending });
    track1000(track);
    await world.settle();
    expect(world.network.requests).toHaveLength(3);
    // As a rule seconds; after maxRetries failures it would be half a minute or more.
    await world.advance(20_000);
    expect(world.network.requests.length).toBeGreaterThan(3);
    const times = world.network.requests.slice(3).map(({ at }) => at);
    expect(new Set(times).size).toBe(times.length);
    world.network.behaviour = 'deliver';
    await world.advance(120_000);
    expect(world.names()).toHaveLength(1000);
  });
});

describe('a platform that gathers', () => {
  it('has what was tracked meanwhile written together', async () => {
    const world = createWorld();
    const gather = () => new Promise<void>((resolve) => void world.clock.timer(resolve, 5));
    const { track } = world.open({}, { gather });
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
    const { track, tracker } = world.open({}, { gather: () => new Promise(() => {}) });
    track('a');
    await tracker.flush();
    expect(world.names()).toEqual(['a']);
  });
});
