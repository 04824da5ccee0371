import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createTracker, type ServerOptions } from './index.js';
import { hang, startCollector } from './testing/collector.js';
import { temporaryDirectory } from './testing/directory.js';

const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
afterEach(() => void warn.mockClear());

function serverTracker(options: ServerOptions) {
  const tracker = createTracker({
    batchInterval: 60_000,
    shutdownTimeout: 200,
    directory: temporaryDirectory(),
    ...options,
  });
  onTestFinished(async () => void (await tracker.stop()));
  return tracker;
}

test('a business event on the wire', async () => {
  const collector = await startCollector();
  const tracker = serverTracker({ apiUrl: collector.url, appVersion: '2.1.0' });
  tracker.trackBusinessEvent(
    'order_paid',
    { orderId: 'o-1', paymentMethod: 'wechat_pay', amount: 199 },
    { userId: 42, escortId: 'e-7', orderId: 'o-1', couponId: null },
  );
  tracker.trackBusinessEvent('order_cancelled', { orderId: 'o-2', cancelReason: '改期' });
  expect(await tracker.flush()).toMatchObject({ acknowledged: 2, queued: 0 });

  const [paid, cancelled] = collector.events();
  expect(paid).toMatchObject({
    eventName: 'order_paid',
    eventId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
    eventTime: expect.stringMatching(/^\d{4}-.*Z$/),
    deviceId: 'server',
    sessionId: 'server',
    platform: 'server',
    appVersion: '2.1.0',
    userId: '42',
    identities: { escortId: 'e-7', orderId: 'o-1' },
    properties: { orderId: 'o-1', paymentMethod: 'wechat_pay', amount: 199 },
    seq: 1,
  });
  expect(paid?.identities).not.toHaveProperty('couponId');
  // The user of one event is not the user of the next.
  expect(cancelled).not.toHaveProperty('userId');
  expect(cancelled).not.toHaveProperty('identities');
  expect(cancelled?.properties).toEqual({ orderId: 'o-2', cancelReason: '改期' });
  expect(JSON.parse(collector.received[0]?.text ?? '').sdk.name).toBe('@pugmark/node');
});

test('days later the events still belong to the session "server"', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const collector = await startCollector();
  const tracker = serverTracker({ apiUrl: collector.url });
  for (let day = 0; day < 3; day++) {
    tracker.track('tick');
    await tracker.flush();
    vi.setSystemTime(Date.now() + 25 * 3_600_000);
  }
  expect(collector.events().map(({ sessionId, deviceId }) => [sessionId, deviceId])).toEqual(
    Array(3).fill(['server', 'server']),
  );
});

test('1,000 events arrive once, in order, without a flush', async () => {
  const collector = await startCollector();
  const tracker = serverTracker({ apiUrl: collector.url, batchInterval: 20 });
  const allAnswered = new Promise<void>((resolve) => {
    tracker.on('ack', () => tracker.stats().queued || resolve());
  });
  for (let i = 1; i <= 1000; i++) tracker.trackBusinessEvent('order_created', { i }, { orderId: i });
  await allAnswered;
  const events = collector.events();
  expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
  expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(1000);
  expect(collector.received.every(({ headers }) => headers['content-encoding'] === 'gzip')).toBe(true);
  expect(tracker.stats()).toMatchObject({ tracked: 1000, acknowledged: 1000, queued: 0, dropped: {} });
});

test('stop keeps its deadline when the server hangs, and says what was not delivered', async () => {
  const collector = await startCollector(hang);
  const tracker = serverTracker({ apiUrl: collector.url, batchSize: 1 });
  const asked = collector.next();
  tracker.track('first');
  await asked;
  tracker.track('second');
  const startedAt = performance.now();
  expect(await tracker.stop()).toMatchObject({ acknowledged: 0, queued: 2 });
  expect(performance.now() - startedAt).toBeLessThan(600);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('kept on disk for the next process: 2'));
});

test('after stop nothing is sent until start, and nothing is lost or doubled', async () => {
  const collector = await startCollector();
  const tracker = serverTracker({ apiUrl: collector.url });
  tracker.track('before');
  expect(await tracker.stop()).toMatchObject({ acknowledged: 1, queued: 0 });
  expect(await tracker.stop()).toMatchObject({ acknowledged: 1, queued: 0 });
  tracker.track('late');
  expect(await tracker.flush()).toMatchObject({ acknowledged: 1, queued: 1 });
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('after stop()'));
  const acknowledged = new Promise((resolve) => tracker.on('ack', resolve));
  tracker.start();
  await acknowledged;
  tracker.track('after');
  await tracker.stop();
  expect(collector.events().map(({ eventName }) => eventName)).toEqual(['before', 'late', 'after']);
});

test('start during stop goes on', async () => {
  const collector = await startCollector();
  const tracker = serverTracker({ apiUrl: collector.url });
  tracker.track('before');
  const stopped = tracker.stop();
  tracker.start();
  await stopped;
  tracker.track('after');
  expect(await tracker.flush()).toMatchObject({ acknowledged: 2, queued: 0 });
});

test('registered properties and plugins take part', async () => {
  const collector = await startCollector();
  const tracker = serverTracker({ apiUrl: collector.url });
  tracker.register({ service: 'orders' });
  tracker.use({ name: 'no-noise', process: (event) => (event.eventName === 'noise' ? null : event) });
  tracker.track('noise');
  tracker.track('signal');
  await tracker.flush();
  tracker.unregister('service');
  tracker.track('signal');
  await tracker.flush();
  expect(collector.events().map(({ properties }) => properties)).toEqual([{ service: 'orders' }, {}]);
  expect(tracker.stats().dropped).toEqual({ plugin: 1 });
});

test('whatever is tracked, nothing throws', async () => {
  const collector = await startCollector();
  const tracker = serverTracker({ apiUrl: collector.url });
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const track = tracker.trackBusinessEvent as (...args: unknown[]) => void;
  track('order_paid', circle);
  track('order_paid', { amount: 1n });
  track(undefined);
  track('order_paid', null, null);
  track('order_paid', {}, { userId: {}, orderId: Symbol('o') });
  expect(await tracker.flush()).toMatchObject({ acknowledged: 2, queued: 0 });
  expect(tracker.stats().dropped).toEqual({ invalid: 3 });
});

test('an inert tracker listens to nothing', async () => {
  const before = process.listenerCount('beforeExit');
  const tracker = createTracker({ apiUrl: 'http://127.0.0.1:1', enabled: false });
  expect(process.listenerCount('beforeExit')).toBe(before);
  tracker.trackBusinessEvent('order_paid');
  expect(await tracker.stop()).toMatchObject({ acknowledged: 0, queued: 0 });
});

test('stop leaves no listener behind', async () => {
  const count = () =>
    ['beforeExit', 'SIGTERM', 'SIGINT'].map((name) => process.listenerCount(name as 'beforeExit'));
  const before = count();
  const tracker = createTracker({
    apiUrl: 'http://127.0.0.1:1',
    handleSignals: true,
    directory: temporaryDirectory(),
  });
  expect(count()).not.toEqual(before);
  await tracker.stop();
  expect(count()).toEqual(before);
});

test.each([
  [{}, 'apiUrl'],
  [{ apiUrl: 'http://c', shutdownTimeout: '5' }, 'shutdownTimeout'],
  [{ apiUrl: 'http://c', handleSignals: 1 }, 'handleSignals'],
  [{ apiUrl: 'http://c', durability: 'disk' }, 'durability'],
  [{ apiUrl: 'http://c', durability: true }, 'durability'],
  [{ apiUrl: 'http://c', directory: 1 }, 'directory'],
  [{ apiUrl: 'http://c', consent: 'pending' }, 'consent'],
  [{ apiUrl: 'http://c', batchsize: 1 }, 'batchsize'],
])('a wrong option is named: %j', (options, name) => {
  expect(() => createTracker(options as ServerOptions)).toThrow(
    expect.objectContaining({ name: 'TypeError', message: expect.stringContaining(`"${name}"`) }),
  );
});
