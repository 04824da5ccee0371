import { describe, expect, it } from 'vitest';
import { isSampled, sampling as sample } from '../event/sampling.js';
import { createWorld } from '../testing/index.js';

const MINUTE = 60_000;
const DEVICES = { kept: 'device-a', left: 'device-b' };
const RATE = 0.5;

/** A world whose visitor has this device. */
function visit(
  deviceId: string,
  sampling: Record<string, number>,
  consent: 'granted' | 'pending' = 'granted',
) {
  const world = createWorld();
  world.device.settings.set('device', deviceId);
  return { world, ...world.open({ sampling: sample(sampling), consent }) };
}

const find = (isKept: boolean) => {
  for (let i = 0; ; i++) if (isSampled(`d${i}`, RATE) === isKept) return `d${i}`;
};
DEVICES.kept = find(true);
DEVICES.left = find(false);

describe('sampling', () => {
  it('keeps all events of one user and none of another, and tells the rate with those that are kept', async () => {
    for (const [is, deviceId] of Object.entries(DEVICES)) {
      const { world, track } = visit(deviceId, { scroll: RATE });
      for (let i = 0; i < 20; i++) track('scroll', { i });
      track('order_paid');
      await world.advance(MINUTE);
      expect(world.named('scroll')).toHaveLength(is === 'kept' ? 20 : 0);
      expect(world.named('scroll').every(({ sampleRate }) => sampleRate === RATE)).toBe(true);
      expect(world.named('order_paid')[0]).not.toHaveProperty('sampleRate');
    }
  });

  it('never touches P0 and audit', async () => {
    const { world, track, tracker } = visit(DEVICES.left, { default: 0 });
    track('a', {}, { priority: 'P0' });
    track('b', {}, { priority: 'audit' });
    track('c', {}, { priority: 'P2' });
    tracker.setUser('u');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a', 'b', 'user_identify']);
    expect(world.collector.events.every((event) => event.sampleRate === undefined)).toBe(true);
  });

  it('is told apart in the account, and no gap ever counts as lost', async () => {
    const { world, track, stats } = visit(DEVICES.left, { scroll: RATE });
    track('a');
    for (let i = 0; i < 5; i++) track('scroll');
    track('b');
    track('scroll');
    await world.advance(MINUTE);
    expect(stats()).toMatchObject({ tracked: 8, acknowledged: 2, queued: 0, dropped: { sampled: 6 } });
    const [streamId = ''] = world.collector.streams();
    expect(world.collector.account(streamId)).toMatchObject({
      highest: 8,
      received: 2,
      dropped: 6,
      gaps: [],
    });
    expect(world.collector.reasons({ streamId, seq: 2 })).toEqual(['sampled']);
  });

  it('decides when the events are let in, for what waits for consent too', async () => {
    const { world, track, tracker, stats } = visit(DEVICES.left, { scroll: RATE }, 'pending');
    track('scroll');
    track('a');
    tracker.setConsent('granted');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
    expect(stats().dropped).toEqual({ sampled: 1 });
  });

  it('goes by the device of the event, where it names one, as a server does', async () => {
    const { world, track } = visit(DEVICES.left, { scroll: RATE });
    track('scroll', {}, { deviceId: DEVICES.kept });
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['scroll']);
  });

  it('keeps whole users where there is no device', async () => {
    const world = createWorld();
    const fixed = { deviceId: 'server', sessionId: 'server' };
    const { track } = world.open({ sampling: sample({ default: RATE }) }, { fixed });
    for (let user = 0; user < 40; user++) for (let i = 0; i < 3; i++) track('a', {}, { userId: `u${user}` });
    for (let i = 0; i < 200; i++) track('nobody');
    await world.advance(MINUTE);
    const users = world.named('a').map(({ userId }) => userId);
    const kept = [...new Set(users)];
    expect(kept).toEqual(kept.filter((user) => isSampled(`${user}`, RATE)));
    expect(users).toHaveLength(kept.length * 3);
    expect(world.named('nobody').length).toBeGreaterThan(50);
    expect(world.named('nobody').length).toBeLessThan(150);
  });
});
