import { describe, expect, it } from 'vitest';
import { createWorld } from '../testing/index.js';

const MINUTE = 60_000;

describe('tabs of one site', () => {
  it('agree at once when one of them withdraws consent, and nothing is written back', async () => {
    const world = createWorld();
    const a = world.open();
    const b = world.open();
    a.track('a');
    b.track('b');
    await world.advance(MINUTE);
    a.tracker.setConsent('denied');
    await world.settle();
    await world.advance(0);
    b.track('after');
    await world.advance(MINUTE);
    expect(world.names().sort()).toEqual(['a', 'b']);
    expect([...world.device.settings.entries.keys()]).toEqual(['consent']);
    expect(world.device.store.records.size).toBe(0);
    expect(b.stats().dropped).toEqual({ consent: 1 });
  });

  it('agree at once when one of them grants it', async () => {
    const world = createWorld();
    const a = world.open({ consent: 'pending' });
    const b = world.open({ consent: 'pending' });
    a.track('a');
    b.track('b');
    a.tracker.setConsent('granted');
    await world.advance(MINUTE);
    expect(world.names().sort()).toEqual(['a', 'b']);
  });

  it('follow a log-out: no tab goes on as the person before, or in that session', async () => {
    const world = createWorld();
    const a = world.open();
    const b = world.open();
    a.tracker.setUser('u1');
    a.track('before');
    b.track('before');
    await world.advance(MINUTE);
    const old = world.named('before')[0];
    a.tracker.reset();
    await world.advance(11_000);
    b.track('after');
    a.track('after');
    await world.advance(MINUTE);
    const after = world.named('after');
    expect(after).toHaveLength(2);
    for (const event of after) {
      expect(event).not.toHaveProperty('userId');
      expect(event.deviceId).not.toBe(old?.deviceId);
      expect(event.sessionId).not.toBe(old?.sessionId);
    }
    expect(new Set(after.map(({ sessionId }) => sessionId)).size).toBe(1);
  });

  it('follow a log-in', async () => {
    const world = createWorld();
    const a = world.open();
    const b = world.open();
    await world.settle();
    a.tracker.setUser('u1', { escortId: 'e' });
    await world.advance(10);
    b.track('b');
    await world.advance(MINUTE);
    expect(world.named('b')[0]).toMatchObject({ userId: 'u1', identities: { escortId: 'e' } });
  });

  it('wake each other when the collector answers one of them again', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const tabs = [world.open({ batchSize: 1 }), world.open({ batchSize: 1 }), world.open({ batchSize: 1 })];
    for (const { track } of tabs) track('a');
    await world.advance(5 * MINUTE);
    world.network.behaviour = 'deliver';
    await tabs[0]?.tracker.flush();
    await world.advance(0);
    expect(world.names()).toHaveLength(3);
  });
});

describe('a host that clears its storage', () => {
  it('takes neither device nor user nor decision with it', async () => {
    const world = createWorld();
    const first = world.open();
    first.tracker.setConsent('granted');
    first.tracker.setUser('u1');
    first.track('before');
    await world.advance(MINUTE);
    world.device.settings.entries.clear();
    first.tracker.setUser('u1');
    first.signal('hidden');
    first.crash();
    world.open().track('after');
    await world.advance(MINUTE);
    const [before, after] = ['before', 'after'].map((name) => world.named(name)[0]);
    expect(after).toMatchObject({ userId: 'u1', deviceId: before?.deviceId });
    expect(world.device.settings.get('consent')).toBe('granted');
  });

  it('does not start tracking again by it', async () => {
    const world = createWorld();
    const first = world.open();
    first.tracker.setConsent('denied');
    world.device.settings.entries.clear();
    world.device.settings.tell(undefined, {});
    first.crash();
    const next = world.open({ consent: 'pending' });
    next.track('a');
    await world.advance(MINUTE);
    expect(world.names()).toEqual([]);
    expect(world.device.settings.get('consent')).toBe('denied');
  });

  it('is told when a decision cannot be kept, which then still holds on this page', async () => {
    const world = createWorld();
    const { track, tracker, warnings } = world.open();
    track('before');
    await world.advance(MINUTE);
    world.device.settings.isRefusing = true;
    tracker.setConsent('denied');
    track('after');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['before']);
    expect(warnings).toEqual(['pugmark: consent "denied" could not be kept beyond this page']);
  });
});
