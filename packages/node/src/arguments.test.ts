import { expect, test, vi } from 'vitest';
import { withContext } from './context/context.js';
import { createTracker } from './index.js';
import { openServerTracker } from './open-tracker.js';
import { startCollector } from './testing/collector.js';

const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});

const throwing = (name: string) =>
  Object.defineProperty({}, name, {
    enumerable: true,
    get() {
      throw new Error('getter');
    },
  });
const hostile = () =>
  new Proxy(
    {},
    {
      ownKeys() {
        throw new Error('proxy');
      },
      get() {
        throw new Error('proxy');
      },
      getOwnPropertyDescriptor() {
        throw new Error('proxy');
      },
    },
  );
const circle: Record<string, unknown> = {};
circle.self = circle;

const VALUES: [string, () => unknown][] = [
  ['a getter that throws', () => throwing('userId')],
  ['a proxy that throws', hostile],
  ['a circle', () => circle],
  ['a list', () => ['u1']],
  ['a symbol', () => Symbol('s')],
  ['a function', () => () => 'u1'],
  ['null', () => null],
  ['a number', () => Number.NaN],
  ['nested', () => ({ userId: { id: 1 }, orderId: hostile() })],
];

/** Calls before `init`, and after it in a context and outside of one. */
test.each(VALUES)('%s in any place throws nothing, and costs no other event', async (_, make) => {
  const { tracker, init } = openServerTracker();
  const track = tracker.track as (...args: unknown[]) => void;
  const trackBusinessEvent = tracker.trackBusinessEvent as (...args: unknown[]) => void;
  const callAll = () => {
    for (const call of [track, trackBusinessEvent]) {
      call('as_properties', make());
      call('as_options', {}, make());
      call(make(), {}, {});
    }
    (tracker.register as (value: unknown) => void)(make());
    (tracker.unregister as (value: unknown) => void)(make());
  };
  callAll();
  const collector = await startCollector();
  init({ apiUrl: collector.url, durability: 'memory' });
  callAll();
  withContext(make() as never, callAll);
  withContext({ userId: make() as never, identities: make() as never, ip: '192.0.2.1' }, callAll);
  track('good');
  const { tracked, acknowledged, queued, dropped } = await tracker.close();
  expect(tracked).toBe(25);
  expect(acknowledged + queued + Object.values(dropped).reduce((sum, count) => sum + count, 0)).toBe(25);
  expect(collector.events().at(-1)).toMatchObject({ eventName: 'good' });
});

test('an id is a text or a number, whichever way it is given; what is none is left out by name, the event stays', async () => {
  const collector = await startCollector();
  const tracker = createTracker({ apiUrl: collector.url, durability: 'memory' });
  const give = (id: unknown) => {
    tracker.track('a', {}, { userId: id as string, deviceId: id as string });
    tracker.trackBusinessEvent('a', {}, { userId: id as string });
    tracker.trackBusinessEvent('a', {}, id as string);
    withContext({ userId: id as string }, () => tracker.track('a'));
  };
  for (const id of [42, 5n, ' u1 ']) give(id);
  for (const id of [Number.NaN, {}, true, 'x'.repeat(300)]) give(id);
  await tracker.close();
  const users = collector.events().map(({ userId }) => userId);
  expect(users.slice(0, 12)).toEqual(['42', '42', '42', '42', '5', '5', '5', '5', 'u1', 'u1', 'u1', 'u1']);
  expect(users.slice(12)).toEqual(Array(16).fill(undefined));
  expect(collector.events().slice(12)).toMatchObject(Array(16).fill({ eventName: 'a', deviceId: 'server' }));
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('"userId" of "a" was left out'));
});

test('a text in the place of the identities is the user', async () => {
  const collector = await startCollector();
  const tracker = createTracker({ apiUrl: collector.url, durability: 'memory' });
  tracker.trackBusinessEvent('a', {}, 'u1');
  await tracker.close();
  expect(collector.events()).toMatchObject([{ userId: 'u1' }]);
  expect(collector.events()[0]).not.toHaveProperty('identities');
});

test('one identifier that cannot be read costs neither the others nor the event', async () => {
  const collector = await startCollector();
  const tracker = createTracker({ apiUrl: collector.url, durability: 'memory' });
  tracker.trackBusinessEvent(
    'a',
    { amount: 1 },
    Object.assign(throwing('couponId'), { userId: 'u1', orderId: 7 }),
  );
  await tracker.close();
  expect(collector.events()).toMatchObject([
    { userId: 'u1', identities: { orderId: '7' }, properties: { amount: 1 } },
  ]);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('"couponId" of "a" was left out'));
});

test('only options that track knows go on the wire', async () => {
  const collector = await startCollector();
  const tracker = createTracker({ apiUrl: collector.url, durability: 'memory' });
  const strange = { seq: 1000, streamId: 'other', platform: 'h5', toJSON: () => 'no' };
  tracker.track('a', {}, strange as object);
  withContext({ userId: 'u' }, () => tracker.track('b', {}, strange as object));
  await tracker.close();
  const [a, b] = collector.events();
  expect(a).toMatchObject({ seq: 1, platform: 'server' });
  expect(b).toMatchObject({ seq: 2, platform: 'server', streamId: a?.streamId });
});

/** What old libraries and careless code add for all objects. */
test.each<[string, object, string]>([
  ['an enumerable member of Object.prototype', Object.prototype, 'extend'],
  ['toJSON of Array.prototype', Array.prototype, 'toJSON'],
])('%s changes nothing', async (_, prototype, name) => {
  // The collector of this test lives in the same process, so that it must not write its answer with them.
  const collector = await startCollector((response) =>
    response.end('{"accepted":1,"duplicates":0,"rejected":[]}'),
  );
  Object.defineProperty(prototype, name, {
    configurable: true,
    writable: true,
    enumerable: name !== 'toJSON',
    value(this: unknown[]) {
      return `[${this}]`;
    },
  });
  try {
    const tracker = createTracker({ apiUrl: collector.url, durability: 'memory' });
    tracker.track('bad', { x: 10n });
    tracker.trackBusinessEvent('good', { amount: 1 }, { userId: 'u1', orderId: 'o1' });
    expect(await tracker.close()).toMatchObject({ acknowledged: 1, queued: 0, dropped: { invalid: 1 } });
  } finally {
    Reflect.deleteProperty(prototype, name);
  }
  const [good] = collector.events();
  expect(good?.identities).toEqual({ orderId: 'o1' });
  expect(JSON.parse(collector.received[0]?.text ?? '').dropped).toMatchObject([
    { reason: 'invalid', count: 1 },
  ]);
});
