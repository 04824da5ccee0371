import { describe, expect, it } from 'vitest';
import { sampling } from '../event/sampling.js';
import { createWorld } from '../testing/index.js';

const MINUTE = 60_000;

describe('what is known of the user', () => {
  it('is told as an event like any other, numbered and never sampled', async () => {
    const world = createWorld();
    const { tracker } = world.open({ sampling: sampling({ default: 0 }) });
    tracker.setUser('u1');
    tracker.setUserProperties({ level: 'gold' });
    tracker.addTags('vip');
    tracker.addTags(['a', 'b']);
    await world.advance(MINUTE);
    expect(world.named('user_update')).toMatchObject([
      { userId: 'u1', seq: 2, properties: { profile: { level: 'gold' } } },
      { userId: 'u1', seq: 3, properties: { tags: ['vip'] } },
      { userId: 'u1', seq: 4, properties: { tags: ['a', 'b'] } },
    ]);
  });
});

describe('registered properties', () => {
  const open = (world = createWorld()) => ({ world, ...world.open() });

  it('are kept for pages to come by option, until they are taken away', async () => {
    const { world, tracker, signal } = open();
    tracker.register({ plan: 'gold' }, { persist: true });
    tracker.register({ page: 1 });
    signal('exit');
    const next = open(world);
    next.track('a');
    next.tracker.unregister('plan');
    const last = open(world);
    last.track('b');
    await world.advance(MINUTE);
    expect(world.named('a')[0]?.properties).toEqual({ plan: 'gold' });
    expect(world.named('b')[0]?.properties).toEqual({});
  });

  it('are kept by several tabs side by side, and are erased on denial', async () => {
    const world = createWorld();
    const [one, two] = [open(world), open(world)];
    one.tracker.register({ a: 1 }, { persist: true });
    two.tracker.register({ b: 2 }, { persist: true });
    const three = open(world);
    three.track('x');
    await world.advance(MINUTE);
    expect(world.named('x')[0]?.properties).toEqual({ a: 1, b: 2 });
    three.tracker.setConsent('denied');
    expect([...world.device.settings.entries.keys()]).toEqual(['consent']);
  });

  it('keep their first value with registerOnce, on later pages too', async () => {
    const { world, tracker } = open();
    tracker.registerOnce({ entry: '/a' }, { persist: true });
    tracker.registerOnce({ entry: '/b', n: 1 });
    const next = open(world);
    next.tracker.registerOnce({ entry: '/c' }, { persist: true });
    next.track('a');
    await world.advance(MINUTE);
    expect(world.named('a')[0]?.properties).toEqual({ entry: '/a' });
  });

  it('wait for consent before they are kept', () => {
    const world = createWorld();
    const { tracker } = world.open({ consent: 'pending' });
    tracker.register({ plan: 'gold' }, { persist: true });
    expect([...world.device.settings.entries]).toEqual([]);
    tracker.setConsent('granted');
    expect(world.device.settings.get('properties')).toBe('{"plan":"gold"}');
  });

  it('do not come from a text that makes no sense', async () => {
    for (const kept of ['[1]', '{', '"x"', `{"a":"${'x'.repeat(9000)}"}`]) {
      const world = createWorld();
      world.device.settings.set('properties', kept);
      world.open().track('a');
      await world.advance(MINUTE);
      expect(world.named('a')[0]?.properties).toEqual({});
    }
  });
});

describe('groups', () => {
  it('are on every event that follows, until they are left', async () => {
    const world = createWorld();
    const { track, tracker } = world.open();
    tracker.setGroup('company', 42);
    tracker.setGroup('team', 't-1');
    track('a');
    tracker.setGroup('team', null);
    track('b');
    tracker.setGroup('company');
    track('c');
    await world.advance(MINUTE);
    expect(world.collector.events.map(({ properties }) => properties)).toEqual([
      { groups: { company: '42', team: 't-1' } },
      { groups: { company: '42' } },
      {},
    ]);
  });

  it('are bounded', async () => {
    const world = createWorld();
    const { track, tracker, warnings } = world.open();
    for (let i = 0; i < 40; i++) tracker.setGroup(`g${i}`, i);
    track('a');
    await world.advance(MINUTE);
    expect(Object.keys(world.named('a')[0]?.properties?.groups as object)).toHaveLength(32);
    expect(warnings[0]).toBe('pugmark: group "g32" was left out');
  });
});

describe('where it was tracked', () => {
  it('is said only after an explicit call, and no longer', async () => {
    const world = createWorld();
    const { track, tracker } = world.open();
    track('a');
    tracker.setLocation({ latitude: 31.2, longitude: 121.5, cityCode: '310000' });
    track('b');
    tracker.setLocation();
    track('c');
    await world.advance(MINUTE);
    const places = world.collector.events.map(({ latitude, longitude, cityCode }) => [
      latitude,
      longitude,
      cityCode,
    ]);
    expect(places).toEqual(
      [[], [31.2, 121.5, '310000'], []].map((place) =>
        Object.assign([undefined, undefined, undefined], place),
      ),
    );
  });
});

describe('getters', () => {
  it('tell device, session, user and consent as the events carry them', async () => {
    const world = createWorld();
    const { track, tracker } = world.open();
    tracker.setUser('u1');
    track('a');
    await world.advance(MINUTE);
    const { deviceId, sessionId } = world.named('a')[0] || {};
    expect([
      tracker.getDeviceId(),
      tracker.getSessionId(),
      tracker.getUserId(),
      tracker.getConsent(),
    ]).toEqual([deviceId, sessionId, 'u1', 'granted']);
    await world.advance(31 * MINUTE);
    expect(tracker.getSessionId()).toBeUndefined();
    tracker.reset();
    expect(tracker.getUserId()).toBeUndefined();
  });

  it('tell nothing without consent, and make nothing', () => {
    const world = createWorld();
    const { tracker } = world.open({ consent: 'pending' });
    expect([
      tracker.getDeviceId(),
      tracker.getSessionId(),
      tracker.getUserId(),
      tracker.getConsent(),
    ]).toEqual([undefined, undefined, undefined, 'pending']);
    expect([...world.device.settings.entries]).toEqual([]);
  });
});

describe('without cookies', () => {
  it('sends neither device nor session, and numbers as ever', async () => {
    const world = createWorld();
    const bodies: string[] = [];
    world.network.behaviour = ({ body }) => {
      bodies.push(body);
      return { status: 200, body: '{"accepted":2,"duplicates":0,"rejected":[]}' };
    };
    const { track, tracker } = world.open({}, { isCookieless: true });
    track('a');
    track('b');
    await world.advance(MINUTE);
    expect(tracker.getDeviceId()).toBeUndefined();
    expect(tracker.getSessionId()).toBeUndefined();
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).not.toMatch(/deviceId|sessionId/);
    const { groups } = JSON.parse(bodies[0] || '');
    expect(groups[0].shared.cookieless).toBe(true);
    expect(groups[0].events.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2]);
  });
});
