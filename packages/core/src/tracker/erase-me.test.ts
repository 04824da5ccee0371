import { describe, expect, it } from 'vitest';
import { createWorld, type World } from '../testing/index.js';

const MINUTE = 60_000;
const asked = ({ network }: World) =>
  network.requests
    .filter(({ url }) => url === 'https://collect.test/tracking/erasure')
    .map(({ body }) => JSON.parse(body));

describe('eraseMe', () => {
  it('stops, erases what is kept here, and asks the collector, with the device as the proof', async () => {
    const world = createWorld();
    const { track, tracker } = world.open({ writeKey: 'key-1' });
    track('a');
    await world.advance(MINUTE);
    const deviceId = tracker.getDeviceId();
    world.network.behaviour = () => ({ status: 200, body: '{}' });
    const erased = tracker.eraseMe();
    await world.advance(MINUTE);
    expect(await erased).toBe(true);
    expect(asked(world)).toEqual([{ deviceId, key: 'key-1' }]);
    expect([...world.device.settings.entries]).toEqual([['consent', 'denied']]);
    track('b');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
  });

  it('says when the collector did not answer, and the next page asks again', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const { track, tracker } = world.open();
    track('a');
    const deviceId = tracker.getDeviceId();
    const erased = tracker.eraseMe();
    await world.advance(MINUTE);
    expect(await erased).toBe(false);
    world.network.behaviour = () => ({ status: 200, body: '{}' });
    world.open();
    await world.advance(MINUTE);
    expect(asked(world).at(-1)).toEqual({ deviceId });
    expect([...world.device.settings.entries]).toEqual([['consent', 'denied']]);
    world.open();
    await world.advance(MINUTE);
    expect(asked(world).filter((body) => body.deviceId === deviceId)).toHaveLength(2);
  });

  it('asks for nothing where there is no device', async () => {
    const world = createWorld();
    const { tracker } = world.open({ consent: 'pending' });
    const erased = tracker.eraseMe();
    await world.advance(MINUTE);
    expect(await erased).toBe(true);
    expect(world.network.requests).toEqual([]);
  });

  it('right after init, before the tracker has started, it never throws', async () => {
    const { tracker } = createWorld().prepare();
    expect(await tracker.eraseMe()).toBe(false);
  });
});
