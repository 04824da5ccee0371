import { describe, expect, it } from 'vitest';
import { createWorld, type World } from '../testing/index.js';

const MINUTE = 60_000;
const storedBytes = ({ device }: World) =>
  [...device.store.records.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);

describe('a queue that is full', () => {
  it('keeps the bytes it may, gives up the oldest first, and counts and reports them', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const maxQueueBytes = 100_000;
    const { track, stats } = world.open({ maxQueueBytes });
    for (let i = 0; i < 1000; i++) {
      track('a', { i, text: 'x'.repeat(400) });
      if (i % 50 === 0) {
        await world.advance(100);
        expect(storedBytes(world)).toBeLessThanOrEqual(maxQueueBytes * 1.2);
      }
    }
    await world.advance(1000);
    const { queued, dropped } = stats();
    expect(queued + (dropped.overflow || 0)).toBe(1000);
    expect(storedBytes(world)).toBeLessThanOrEqual(maxQueueBytes);
    expect(queued).toBeGreaterThan(100);
    world.network.behaviour = 'deliver';
    await world.advance(2 * MINUTE);
    expect(world.names()).toHaveLength(queued);
    const kept = world.collector.events.map(({ properties }) => properties?.i as number);
    expect(kept).toEqual(Array.from({ length: queued }, (_, i) => 1000 - queued + i));
    expect(world.collector.lost(world.collector.streams()[0] as string)).toBe(0);
    expect(world.device.store.records.size).toBe(0);
  });

  it('gives up P2 before P1 before P0 before audit', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const { track, stats } = world.open({ maxQueueBytes: 100_000 });
    const priorities = ['audit', 'P0', 'P1', 'P2'] as const;
    for (let i = 0; i < 400; i++) {
      const priority = priorities[i % 4] as (typeof priorities)[number];
      track(priority.toLowerCase(), { text: 'x'.repeat(300) }, { priority });
      if (i % 20 === 0) await world.advance(10);
    }
    await world.advance(1000);
    expect(stats().dropped.overflow).toBeGreaterThan(100);
    world.network.behaviour = 'deliver';
    await world.advance(2 * MINUTE);
    const count = (name: string) => world.named(name).length;
    expect(count('audit')).toBe(100);
    expect(count('p0')).toBeLessThanOrEqual(100);
    expect(count('p0')).toBeGreaterThanOrEqual(count('p1'));
    expect(count('p1')).toBeGreaterThanOrEqual(count('p2'));
    expect(count('p2')).toBeLessThan(50);
    expect(world.collector.lost(world.collector.streams()[0] as string)).toBe(0);
  });

  it('in memory alone is bounded too', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    world.device.store.fault = 'reject';
    const { track, stats } = world.open();
    for (let i = 0; i < 2000; i++) {
      track('a', { i, text: 'x'.repeat(5000) });
      if (i % 100 === 0) await world.advance(10);
    }
    await world.advance(1000);
    const { queued, dropped } = stats();
    expect(queued * 5000).toBeLessThanOrEqual(6_000_000);
    expect(queued).toBeGreaterThan(100);
    expect(queued + (dropped.overflow || 0)).toBe(2000);
    world.network.behaviour = 'deliver';
    await world.advance(5 * MINUTE);
    expect(world.names()).toHaveLength(queued);
    expect(world.collector.lost(world.collector.streams()[0] as string)).toBe(0);
  });

  it('never gives up what is under way', async () => {
    const world = createWorld();
    world.network.latency = 5000;
    const { track, stats } = world.open({ maxQueueBytes: 20_000, batchSize: 10 });
    for (let i = 0; i < 10; i++) track('first', { i, text: 'x'.repeat(500) });
    await world.advance(1000);
    for (let i = 0; i < 200; i++) track('second', { i, text: 'x'.repeat(500) });
    await world.advance(MINUTE);
    expect(world.named('first')).toHaveLength(10);
    expect(stats().acknowledged).toBe(world.names().length);
    expect(world.collector.lost(world.collector.streams()[0] as string)).toBe(0);
  });

  it('of megabytes is delivered whole once the network is back', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const { track, stats } = world.open();
    for (let i = 0; i < 1500; i++) {
      track('a', { i, text: 'x'.repeat(3000) });
      if (i % 20 === 0) await world.advance(10);
    }
    expect(stats()).toMatchObject({ queued: 1500, dropped: {} });
    world.network.behaviour = 'deliver';
    await world.advance(5 * MINUTE);
    expect(world.names()).toHaveLength(1500);
    expect(world.device.store.records.size).toBe(0);
    expect(stats()).toMatchObject({ acknowledged: 1500, queued: 0, dropped: {} });
  });
});

describe('dropped events', () => {
  it('are reported with the next batch, once it is answered no more, and counted once', async () => {
    const world = createWorld();
    const { track, tracker } = world.open();
    track('a');
    track(undefined as never);
    track('b');
    world.network.next('lose', 'offline');
    void tracker.flush();
    await world.advance(5 * MINUTE);
    track('c');
    await tracker.flush();
    const reports = world.network.requests.map(({ envelope }) => envelope.dropped);
    expect(reports.at(-1)).toBeUndefined();
    expect(reports[0]).toEqual([
      { streamId: expect.any(String), reason: 'invalid', ranges: [[2, 2]], count: 1 },
    ]);
    const [streamId = ''] = world.collector.streams();
    expect(world.collector.account(streamId)).toMatchObject({
      highest: 4,
      received: 3,
      rejected: 0,
      dropped: 1,
    });
  });

  it('add up by reason, each with its numbers', async () => {
    const world = createWorld();
    const { track, tracker } = world.open({
      plugins: [{ name: 'p', process: (event) => (event.eventName === 'p' ? null : event) }],
    });
    for (let i = 0; i < 5; i++) {
      track('p');
      track(undefined as never);
      track('ok', { i });
      await tracker.flush();
    }
    const [streamId = ''] = world.collector.streams();
    expect(world.collector.account(streamId)).toMatchObject({
      highest: 15,
      received: 5,
      rejected: 0,
      dropped: 10,
    });
    expect(world.collector.lost(streamId)).toBe(0);
  });
});
