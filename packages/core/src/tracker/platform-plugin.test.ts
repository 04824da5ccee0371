import { expect, it } from 'vitest';
import { createWorld } from '../testing/index.js';

it('a plugin may stand between the tracker and what it has kept, before the first event', async () => {
  const world = createWorld();
  const { track, tracker } = world.open({
    plugins: [
      false,
      {
        name: 'fixed-device',
        platform: ({ settings }) => ({
          settings: {
            ...settings,
            get: (key) => (key === 'device' ? 'd-1' : settings.get(key)),
          },
        }),
      },
      {
        name: 'broken',
        platform() {
          throw new Error('no');
        },
      },
    ],
  });
  track('a');
  await world.advance(60_000);
  expect(tracker.getDeviceId()).toBe('d-1');
  expect(world.named('a')[0]?.deviceId).toBe('d-1');
});
