import { expect, test, vi } from 'vitest';
import { startCollector } from './testing/collector.js';
import { temporaryDirectory } from './testing/directory.js';

test('calls before init are kept with their time; a second init changes nothing', async () => {
  const { flush, init, register, stop, trackBusinessEvent } = await import('./index.js');
  expect(await flush()).toMatchObject({ acknowledged: 0, queued: 0 });
  expect(await stop()).toMatchObject({ acknowledged: 0, queued: 0 });

  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
  const properties = { orderId: 'o-1' };
  register({ service: 'orders' });
  trackBusinessEvent('order_created', properties, { userId: 'u-1' });
  properties.orderId = 'changed';
  vi.useRealTimers();

  const collector = await startCollector();
  const tracker = init({ apiUrl: collector.url, directory: temporaryDirectory() });
  expect(init({ apiUrl: 'http://127.0.0.1:1' })).toBe(tracker);
  trackBusinessEvent('order_paid', { orderId: 'o-1' });
  expect(await stop()).toMatchObject({ acknowledged: 2, queued: 0 });
  expect(collector.events()).toMatchObject([
    {
      eventName: 'order_created',
      eventTime: '1970-01-01T00:16:40.000Z',
      userId: 'u-1',
      properties: { service: 'orders', orderId: 'o-1' },
    },
    { eventName: 'order_paid', properties: { service: 'orders', orderId: 'o-1' } },
  ]);
});
