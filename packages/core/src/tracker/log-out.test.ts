import { expect, it } from 'vitest';
import { createWorld } from '../testing/index.js';

const MINUTE = 60_000;

it('between two storage events of a log-out a tab is wholly the person before, or wholly nobody', async () => {
  const world = createWorld();
  const [a, b] = [world.open(), world.open()];
  a.tracker.setUser('u1');
  for (const { track } of [a, b]) track('before');
  await world.advance(1000);
  const { tell } = world.device.settings;
  world.device.settings.tell = (key, by) => {
    tell(key, by);
    b.track('between', { key });
  };
  a.tracker.reset();
  await world.advance(MINUTE);
  const [before] = world.named('before');
  const mixed = world.named('between').filter(({ deviceId, sessionId, userId }) => {
    const isOld = [deviceId === before?.deviceId, sessionId === before?.sessionId, userId === 'u1'];
    return new Set(isOld).size > 1;
  });
  expect(mixed.map(({ properties }) => properties)).toEqual([]);
});
