import { describe, expect, it } from 'vitest';
import { createWorld, type World } from '../testing/index.js';

const MINUTE = 60_000;

/** Everything that the device holds but the decision itself. */
const traces = ({ device }: World) => [
  ...[...device.settings.entries.keys()].filter((key) => key !== 'consent'),
  ...device.store.records.keys(),
];

describe('before consent', () => {
  it('nothing is written and nothing is sent, whatever happens', async () => {
    const world = createWorld();
    const { track, tracker, signal } = world.open({ consent: 'pending' });
    track('a');
    tracker.setUser('u');
    tracker.register({ plan: 'gold' });
    tracker.reset();
    void tracker.flush();
    for (const name of ['hidden', 'visible', 'online', 'exit', 'visible'] as const) {
      signal(name);
      track('b');
      await world.advance(MINUTE);
    }
    expect(traces(world)).toEqual([]);
    expect(world.network.requests).toEqual([]);
  });

  it('events wait, and are delivered with their own time once it is granted', async () => {
    const world = createWorld();
    const { track, tracker, stats } = world.open({ consent: 'pending' });
    track('a', { n: 1 });
    tracker.setUser('u');
    track('b');
    await world.advance(5 * MINUTE);
    expect(stats()).toMatchObject({ acknowledged: 0, dropped: {} });
    tracker.setConsent('granted');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a', 'user_identify', 'b']);
    expect(world.collector.events[0]?.eventTime).toBe('2026-01-01T00:00:00.000Z');
    expect(world.collector.events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(stats()).toMatchObject({ queued: 0, dropped: {} });
  });

  it('events are kept as they were when they were tracked', async () => {
    const world = createWorld();
    const { track, tracker } = world.open({ consent: 'pending' });
    const cart = { items: [{ id: 1 }], count: 1 };
    track('cart', cart);
    cart.count = 2;
    cart.items.push({ id: 2 });
    tracker.setConsent('granted');
    await world.advance(MINUTE);
    expect(world.collector.events[0]?.properties).toEqual({ items: [{ id: 1 }], count: 1 });
  });

  it('memory is bounded, and what did not fit is counted', async () => {
    const world = createWorld();
    const { track, tracker, stats } = world.open({ consent: 'pending' });
    for (let i = 0; i < 50_000; i++) track('a', { i });
    world.check();
    expect(stats().queued).toBeLessThanOrEqual(20_000);
    tracker.setConsent('granted');
    await world.advance(5 * MINUTE);
    const { tracked, acknowledged, queued, dropped } = stats();
    expect({ tracked, queued, dropped }).toEqual({
      tracked: 50_000,
      queued: 0,
      dropped: { overflow: 50_000 - acknowledged },
    });
    expect(world.names()).toHaveLength(acknowledged);
  });
});

describe('consent denied', () => {
  it('erases everything, sends nothing more and counts what was dropped', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const { track, tracker, stats } = world.open();
    tracker.setUser('u');
    track('a');
    await world.advance(10_000);
    expect(traces(world).length).toBeGreaterThan(0);
    const { length } = world.network.requests;
    world.network.behaviour = 'deliver';
    tracker.setConsent('denied');
    track('b');
    await world.advance(60 * MINUTE);
    expect(traces(world)).toEqual([]);
    expect(world.network.requests).toHaveLength(length);
    expect(stats()).toMatchObject({ tracked: 3, queued: 0, dropped: { consent: 3 } });
  });

  it('erases what earlier visits and a spill left behind', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const first = world.open();
    first.track('stored');
    await world.settle();
    world.device.store.fault = 'hang';
    first.track('spilled');
    first.signal('hidden');
    first.crash();
    world.device.store.fault = undefined;
    const next = world.open({ consent: 'pending' });
    await world.settle();
    next.tracker.setConsent('denied');
    await world.advance(MINUTE);
    expect(traces(world)).toEqual([]);
    expect(world.names()).toEqual([]);
  });

  it('erases at the next start what a crash kept it from erasing', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const first = world.open();
    first.track('a');
    await world.settle();
    first.tracker.setConsent('denied');
    first.crash();
    world.open();
    await world.advance(MINUTE);
    expect(traces(world)).toEqual([]);
  });

  for (const fault of ['reject', 'throw', 'hang'] as const)
    it(`bears a store that fails with ${fault}`, async () => {
      const world = createWorld();
      world.network.behaviour = 'offline';
      const { tracker, track } = world.open();
      track('a');
      await world.settle();
      world.device.store.fault = fault;
      expect(() => tracker.setConsent('denied')).not.toThrow();
      world.device.store.fault = undefined;
      await world.advance(5 * MINUTE);
      expect([...world.device.settings.entries.keys()]).toEqual(['consent']);
    });

  it('leaves nothing behind while a write is under way', async () => {
    const world = createWorld();
    world.device.store.delay = 500;
    const { tracker, track } = world.open();
    await world.advance(1000);
    track('a');
    await world.advance(100);
    tracker.setConsent('denied');
    await world.advance(MINUTE);
    expect(traces(world)).toEqual([]);
  });

  it('and granted later, a new visitor begins', async () => {
    const world = createWorld();
    const { tracker, track } = world.open();
    track('a');
    await tracker.flush();
    tracker.setConsent('denied');
    track('never');
    await world.advance(MINUTE);
    tracker.setConsent('granted');
    track('b');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a', 'b']);
    const [a, b] = world.collector.events;
    expect(b?.deviceId).not.toBe(a?.deviceId);
    expect(b?.sessionId).not.toBe(a?.sessionId);
    for (const id of world.collector.streams()) expect(world.collector.lost(id)).toBe(0);
  });

  it('frees the locks', async () => {
    const world = createWorld();
    const { tracker } = world.open();
    await world.settle();
    tracker.setConsent('denied');
    await world.settle();
    expect(world.device.locks.size).toBe(0);
  });
});

describe('the decision', () => {
  it('of an earlier visit wins over the option', async () => {
    for (const decision of ['granted', 'denied'] as const) {
      const world = createWorld();
      const first = world.open({ consent: 'pending' });
      first.tracker.setConsent(decision);
      await first.tracker.close();
      for (const consent of ['pending', 'granted', 'denied'] as const) {
        const tab = world.open({ consent });
        tab.track(consent);
        await tab.tracker.close();
      }
      expect(world.names()).toEqual(decision === 'granted' ? ['pending', 'granted', 'denied'] : []);
    }
  });

  it('may be taken back to pending: what waits then goes nowhere until it is granted again', async () => {
    for (const fault of [undefined, 'reject'] as const) {
      const world = createWorld();
      world.network.behaviour = 'offline';
      const { track, tracker, stats } = world.open();
      world.device.store.fault = fault;
      track('a');
      await world.advance(1000);
      tracker.setConsent('pending');
      world.check();
      track('b');
      world.network.behaviour = 'deliver';
      const { length } = world.network.requests;
      await world.advance(5 * MINUTE);
      expect(world.network.requests).toHaveLength(length);
      world.device.store.fault = undefined;
      tracker.setConsent('granted');
      await world.advance(5 * MINUTE);
      expect(world.names().sort()).toEqual(['a', 'b']);
      expect(stats()).toMatchObject({ queued: 0, dropped: {} });
    }
  });

  it('said twice changes nothing', async () => {
    const world = createWorld();
    const { track, tracker } = world.open();
    tracker.setConsent('granted');
    track('a');
    tracker.setConsent('granted');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
    expect(world.device.locks.size).toBe(1);
    expect(world.collector.streams()).toHaveLength(1);
  });
});
