import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTracker } from './index.js';
import { deadAddress, startCollector } from './testing/collector.js';
import { temporaryDirectory } from './testing/directory.js';

test('a steady flow of 1,500 events at 1,000 a second takes ten requests at most', async () => {
  const collector = await startCollector();
  const tracker = createTracker({ apiUrl: collector.url, directory: temporaryDirectory() });
  await new Promise<void>((resolve) => {
    const began = performance.now();
    let count = 0;
    const timer = setInterval(() => {
      for (const due = Math.min(1500, performance.now() - began); count < due; count++) tracker.track('tick');
      if (count < 1500) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
  expect(await tracker.close()).toMatchObject({ acknowledged: 1500, queued: 0, dropped: {} });
  expect(collector.received.length).toBeLessThanOrEqual(10);
});

test('after a quiet moment a full batch goes at once, and so does a flush', async () => {
  const collector = await startCollector();
  const tracker = createTracker({
    apiUrl: collector.url,
    directory: temporaryDirectory(),
    batchInterval: 600_000,
  });
  const arrived = collector.next();
  for (let i = 0; i < 10; i++) tracker.track('tick');
  await arrived;
  tracker.track('tick');
  expect(await tracker.flush()).toMatchObject({ acknowledged: 11, queued: 0 });
  await tracker.close();
});

test('bursts of 50,000 events in one task drop nothing, with the collector down and up', async () => {
  const apiUrl = await deadAddress();
  const tracker = createTracker({
    apiUrl,
    directory: temporaryDirectory(),
    maxQueueBytes: 500_000_000,
    batchInterval: 600_000,
  });
  for (let burst = 0; burst < 3; burst++) {
    for (let i = 0; i < 50_000; i++)
      tracker.track('order_paid', { orderId: `o-${i}`, amount: i, paymentMethod: 'wechat_pay' });
    await setImmediate();
  }
  expect(tracker.stats()).toMatchObject({ tracked: 150_000, queued: 150_000, dropped: {} });
  const collector = await startCollector(undefined, Number(new URL(apiUrl).port));
  while ((await tracker.flush()).queued) await setImmediate();
  expect(tracker.stats()).toMatchObject({ acknowledged: 150_000, queued: 0, dropped: {} });
  const ids = new Set(collector.events().map(({ eventId }) => eventId));
  expect(ids.size).toBe(150_000);
  await tracker.close();
}, 60_000);
