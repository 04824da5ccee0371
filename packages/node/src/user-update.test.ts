import { expect, it } from 'vitest';
import { createTracker, isSampled, sampling } from './index.js';
import { startCollector } from './testing/collector.js';

it('tells what is known of a user as an event of that user, whoever asks', async () => {
  const collector = await startCollector();
  const tracker = createTracker({ apiUrl: collector.url });
  tracker.setUserProperties('u-1', { level: 'gold' });
  tracker.addTags(2, 'vip');
  tracker.addTags('u-1', ['a', 'b']);
  await tracker.close();
  expect(collector.events()).toMatchObject([
    { eventName: 'user_update', userId: 'u-1', priority: 'P0', properties: { profile: { level: 'gold' } } },
    { eventName: 'user_update', userId: '2', properties: { tags: ['vip'] } },
    { eventName: 'user_update', userId: 'u-1', properties: { tags: ['a', 'b'] } },
  ]);
});

it('samples the events of a page as the page itself does', async () => {
  const collector = await startCollector();
  const tracker = createTracker({ apiUrl: collector.url, sampling: sampling({ scroll: 0.5 }) });
  const devices = Array.from({ length: 40 }, (_, i) => `device-${i}`);
  for (const deviceId of devices) tracker.track('scroll', {}, { deviceId });
  const { dropped } = await tracker.close();
  const kept = devices.filter((deviceId) => isSampled(deviceId, 0.5));
  expect(collector.events().map(({ deviceId }) => deviceId)).toEqual(kept);
  expect(collector.events().every(({ sampleRate }) => sampleRate === 0.5)).toBe(true);
  expect(dropped).toEqual({ sampled: devices.length - kept.length });
});
