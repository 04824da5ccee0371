import { afterEach, expect, test, vi } from 'vitest';
import { currentContext, withContext } from './context/context.js';
import { openServerTracker } from './open-tracker.js';
import { startCollector } from './testing/collector.js';
import { temporaryDirectory } from './testing/directory.js';

const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
afterEach(() => void warn.mockClear());

test('calls before init are kept with their time; a second init changes nothing', async () => {
  const { flush, init, register, stop, trackBusinessEvent } = await import('./index.js');
  expect(await flush()).toMatchObject({ acknowledged: 0, queued: 0 });
  expect(await stop()).toMatchObject({ acknowledged: 0, queued: 0 });

  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000_000 });
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
      eventTime: '2001-09-09T01:46:40.000Z',
      userId: 'u-1',
      properties: { service: 'orders', orderId: 'o-1' },
    },
    { eventName: 'order_paid', properties: { service: 'orders', orderId: 'o-1' } },
  ]);
});

test('what changes before init changes nothing, however deep it lies', async () => {
  const { tracker, init } = openServerTracker();
  const cart = { items: [{ id: 1 }] };
  const registered = { plan: { name: 'free' } };
  const who = { userId: 'u1', orderId: 'o1' };
  tracker.register(registered);
  tracker.trackBusinessEvent('cart_seen', cart, who);
  cart.items.push({ id: 2 });
  registered.plan.name = who.orderId = who.userId = 'CHANGED';
  const collector = await startCollector();
  init({ apiUrl: collector.url, durability: 'memory' });
  await tracker.close();
  expect(collector.events()).toMatchObject([
    {
      userId: 'u1',
      identities: { orderId: 'o1' },
      properties: { plan: { name: 'free' }, items: [{ id: 1 }] },
    },
  ]);
});

test('a flood before init keeps the first 1,000 and counts the others; the collector hears of them', async () => {
  const { tracker, init } = openServerTracker();
  for (let i = 0; i < 1100; i++) tracker.track('early', { i });
  tracker.register({ service: 'orders' });
  expect(tracker.stats()).toMatchObject({ tracked: 1100, queued: 1000, dropped: { overflow: 100 } });
  const collector = await startCollector();
  init({ apiUrl: collector.url, durability: 'memory' });
  tracker.track('late');
  expect(await tracker.close()).toMatchObject({
    tracked: 1101,
    acknowledged: 1001,
    queued: 0,
    dropped: { overflow: 100 },
  });
  expect(collector.events().at(-1)).toMatchObject({ eventName: 'late', properties: { service: 'orders' } });
  const reported = collector.received.flatMap(({ text }) => JSON.parse(text).dropped ?? []);
  expect(reported.at(-1)).toMatchObject({ reason: 'overflow', count: 100 });
});

test('an early call belongs to the request that made it, not to the one that calls init', async () => {
  const { tracker, init } = openServerTracker();
  withContext({ userId: 'early' }, () => tracker.track('a'));
  const collector = await startCollector();
  withContext({ userId: 'of_init' }, () => init({ apiUrl: collector.url, durability: 'memory' }));
  expect(currentContext()).toBeUndefined();
  await tracker.close();
  expect(collector.events()).toMatchObject([{ userId: 'early' }]);
});

test('init after stop goes on, after close it begins again with its own options', async () => {
  const [first, second] = [await startCollector(), await startCollector()];
  const { tracker, init } = openServerTracker();
  init({ apiUrl: first.url, durability: 'memory' });
  tracker.track('a');
  await tracker.stop();
  expect(init({ apiUrl: second.url, durability: 'memory' })).toBe(tracker);
  tracker.track('b');
  await tracker.close();
  init({ apiUrl: second.url, durability: 'memory' });
  tracker.track('c');
  expect(await tracker.close()).toMatchObject({ tracked: 3, acknowledged: 3, dropped: {} });
  expect(first.events().map(({ eventName }) => eventName)).toEqual(['a', 'b']);
  expect(second.events().map(({ eventName }) => eventName)).toEqual(['c']);
});

test('init while it is closing begins again when it has closed', async () => {
  const collector = await startCollector();
  const options = { apiUrl: collector.url, directory: temporaryDirectory() };
  const { tracker, init } = openServerTracker();
  init(options);
  tracker.track('a');
  const closed = tracker.close();
  init(options);
  tracker.track('b');
  await closed;
  tracker.track('c');
  expect(await tracker.close()).toMatchObject({ tracked: 3, queued: 0, dropped: {} });
  expect(new Set(collector.events().map(({ eventName }) => eventName))).toEqual(new Set(['a', 'b', 'c']));
});

test('what is tracked after close is counted as dropped, and told once', async () => {
  const collector = await startCollector();
  const { tracker, init } = openServerTracker();
  init({ apiUrl: collector.url, durability: 'memory' });
  await tracker.close();
  tracker.track('late');
  tracker.track('late');
  expect(tracker.stats()).toMatchObject({ tracked: 2, dropped: { closed: 2 } });
  expect(warn.mock.calls.filter(([text]) => text.includes('after close()'))).toHaveLength(1);
  expect(await tracker.close()).toMatchObject({ tracked: 2 });
});
