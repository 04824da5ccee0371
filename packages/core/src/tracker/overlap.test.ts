import { describe, expect, it } from 'vitest';
import { createWorld } from '../testing/index.js';

const MINUTE = 60_000;
/** More than outlives a page in one request: the platform cuts it off. */
const many = (track: (name: string, properties: object) => void, count: number) => {
  for (let i = 0; i < count; i++) track('many', { i, text: 'x'.repeat(4000) });
};

describe('an end that overlaps with what is under way', () => {
  it('loses no event: consent taken back in the task that tracks, over a store that is slow', async () => {
    for (const delay of [0, 500]) {
      const world = createWorld();
      world.device.store.delay = delay;
      const { track, tracker, stats } = world.open();
      await world.advance(1000);
      track('a');
      tracker.setConsent('pending');
      await world.settle();
      tracker.setConsent('granted');
      await world.advance(MINUTE);
      expect(world.names()).toEqual(['a']);
      expect(stats()).toMatchObject({ queued: 0, dropped: {} });
    }
  });

  it('loses no event: one that is tracked when the flush of close has been answered', async () => {
    const world = createWorld();
    const { track, tracker } = world.open();
    track('one');
    void tracker.flush().then(() => track('two'));
    await tracker.close();
    world.open();
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['one', 'two']);
  });

  it('sends at once what a tracker has adopted that begins again', async () => {
    const world = createWorld();
    const { track, tracker, stats } = world.open();
    track('a');
    await world.settle();
    tracker.setConsent('pending');
    await world.settle();
    tracker.setConsent('granted');
    await world.advance(1000);
    expect(world.names()).toEqual(['a']);
    expect(stats()).toMatchObject({ queued: 0 });
  });

  it('a page that is hidden and then goes sends by beacon what its large request carried, whatever else was answered', async () => {
    const world = createWorld();
    const { track, tracker, signal } = world.open();
    track('first');
    await tracker.flush();
    many(track, 60);
    world.network.latency = 8000;
    void tracker.flush();
    await world.settle();
    world.network.latency = 50;
    track('last');
    await world.settle();
    signal('hidden');
    await world.advance(100);
    signal('exit');
    const beaconed = world.network.requests
      .filter(({ isBeacon }) => isBeacon)
      .flatMap(({ envelope }) => envelope.groups?.flatMap(({ events }) => events) ?? []);
    expect(beaconed.length).toBeGreaterThan(40);
  });

  it('a flush waits for all that was sent while the page was hidden, however often', async () => {
    const world = createWorld();
    const { track, tracker, signal } = world.open();
    world.network.latency = 5000;
    for (const name of ['a', 'b']) {
      track(name);
      signal('hidden');
      await world.advance(10);
    }
    const flushed = tracker.flush();
    await world.advance(11_000);
    expect(await flushed).toMatchObject({ acknowledged: 2, queued: 0 });
  });
});

describe('a lock that comes after its deadline', () => {
  it('is given back with all others, and holds up nobody', async () => {
    const world = createWorld();
    world.device.lockAnswer = 'late';
    const { track, tracker, stats } = world.open();
    track('a');
    await world.advance(2500);
    tracker.setConsent('pending');
    await world.advance(2500);
    expect([...world.device.locks]).toEqual([]);
    tracker.setConsent('granted');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
    expect(stats()).toMatchObject({ queued: 0, dropped: {} });
    await tracker.close();
    await world.advance(MINUTE);
    expect([...world.device.locks]).toEqual([]);
  });
});
