import { describe, expect, it } from 'vitest';
import { createWorld } from '../testing/index.js';

const MINUTE = 60_000;

describe('setUser', () => {
  it('binds the device once, and names the user on all that follows', async () => {
    const world = createWorld();
    const { tracker, track } = world.open();
    track('before');
    tracker.setUser('u', { escortId: 'e' });
    tracker.setUser('u', { escortId: 'e' });
    track('after');
    await tracker.flush();
    expect(world.names()).toEqual(['before', 'user_identify', 'after']);
    const [before, identify, after] = world.collector.events;
    expect(before).not.toHaveProperty('userId');
    expect(identify).toMatchObject({
      userId: 'u',
      identities: { escortId: 'e' },
      deviceId: before?.deviceId,
    });
    expect(after).toMatchObject({ userId: 'u', identities: { escortId: 'e' } });
  });

  it('is remembered across visits, without another binding', async () => {
    const world = createWorld();
    const first = world.open();
    first.tracker.setUser(42);
    await first.tracker.close();
    const { tracker, track } = world.open();
    tracker.setUser(42);
    track('next');
    await tracker.flush();
    expect(world.names()).toEqual(['user_identify', 'next']);
    expect(world.named('next')[0]?.userId).toBe('42');
  });

  it('asks for an id, and warns without one', async () => {
    const world = createWorld();
    const { tracker, track, warnings } = world.open();
    for (const nobody of [undefined, null, '']) tracker.setUser(nobody as never);
    track('a');
    await tracker.flush();
    expect(world.names()).toEqual(['a']);
    expect(warnings).toHaveLength(1);
  });
});

describe('reset', () => {
  it('begins another anonymous device and session', async () => {
    const world = createWorld();
    const { tracker, track } = world.open();
    tracker.setUser('u');
    track('before');
    tracker.reset();
    track('after');
    await tracker.flush();
    const [, before, after] = world.collector.events;
    expect(after?.deviceId).not.toBe(before?.deviceId);
    expect(after?.sessionId).not.toBe(before?.sessionId);
    expect(after).not.toHaveProperty('userId');
    expect(before).toMatchObject({ userId: 'u' });
  });
});

describe('register', () => {
  it('adds properties to every event that follows, once a group, until unregister', async () => {
    const world = createWorld();
    const { tracker, track } = world.open();
    const mine = { plan: 'gold', nested: { a: 1 } };
    tracker.register(mine);
    mine.nested.a = 2;
    track('a', { x: 1 });
    track('b', { plan: 'own' });
    tracker.register({ more: true });
    track('c');
    tracker.unregister(['plan', 'nested']);
    tracker.unregister('more');
    track('d');
    await tracker.flush();
    expect(world.collector.events.map(({ properties }) => properties)).toEqual([
      { plan: 'gold', nested: { a: 1 }, x: 1 },
      { plan: 'own', nested: { a: 1 } },
      { plan: 'gold', nested: { a: 1 }, more: true },
      {},
    ]);
  });

  it('refuses what is too much to repeat, with a warning', async () => {
    const world = createWorld();
    const { tracker, track, warnings } = world.open();
    tracker.register({ text: 'x'.repeat(100_000) });
    track('a');
    await tracker.flush();
    expect(world.collector.events[0]?.properties).toEqual({});
    expect(warnings).toHaveLength(1);
  });
});

describe('the session', () => {
  it('is on every event, and another one after 30 minutes without any', async () => {
    const world = createWorld();
    const { track } = world.open();
    track('a');
    await world.advance(29 * MINUTE);
    track('b');
    await world.advance(31 * MINUTE);
    track('c');
    await world.advance(MINUTE);
    const [a, b, c] = world.collector.events.map(({ sessionId }) => sessionId);
    expect(b).toBe(a);
    expect(c).not.toBe(b);
  });

  it('carries its campaign on every event, in the next visit too', async () => {
    const world = createWorld();
    const first = world.open({}, { campaign: () => ({ utmSource: 'mail', inviteToken: 't' }) });
    first.track('a');
    await first.tracker.close();
    world.open().track('b');
    await world.advance(MINUTE);
    for (const event of world.collector.events)
      expect(event).toMatchObject({ utmSource: 'mail', inviteToken: 't' });
    expect(world.collector.events).toHaveLength(2);
  });

  it('lasts as long as the option says', async () => {
    const world = createWorld();
    const { track } = world.open({ sessionTimeout: 1000 });
    track('a');
    await world.advance(1001);
    track('b');
    await world.advance(MINUTE);
    expect(new Set(world.collector.events.map(({ sessionId }) => sessionId)).size).toBe(2);
  });

  it('and the device are those of the event where it names them, and the tracker’s own elsewhere', async () => {
    const world = createWorld();
    const { tracker, track } = world.open();
    track('own');
    track('of_a_page', {}, { deviceId: 'd-1', sessionId: 's-1' });
    track('own');
    await tracker.flush();
    const [first, other, last] = world.collector.events;
    expect(other).toMatchObject({ deviceId: 'd-1', sessionId: 's-1' });
    expect([last?.deviceId, last?.sessionId]).toEqual([first?.deviceId, first?.sessionId]);
    expect(first?.deviceId).not.toBe('d-1');
  });
});
