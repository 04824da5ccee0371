import 'reflect-metadata';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { contextOf } from './context/request.js';
import { addRunning, removeRunning } from './frameworks/nestjs/running-trackers.js';
import { Track } from './frameworks/nestjs/track-decorator.js';
import { createTracker } from './index.js';
import { openServerTracker } from './open-tracker.js';
import { deadAddress } from './testing/collector.js';

/** The host may have put anything in its place. */
const warn = vi.spyOn(console, 'warn').mockImplementation(() => {
  throw new Error('no console');
});
beforeEach(() => {
  warn.mockClear();
});

test('a console that throws costs no call, and neither stop nor close its answer', async () => {
  const options = { apiUrl: await deadAddress(), durability: 'memory', shutdownTimeout: 500 } as const;
  const { tracker, init } = openServerTracker();
  init(options);
  tracker.track('bad', { x: 10n });
  tracker.track('left');
  expect(await tracker.stop()).toMatchObject({ queued: 1, dropped: { invalid: 1 } });
  tracker.track('after_stop');
  expect(await tracker.close()).toMatchObject({ tracked: 3 });
  tracker.track('after_close');
  expect(tracker.stats()).toMatchObject({ tracked: 4 });
  const told = warn.mock.calls.map(([text]) => text).join();
  for (const text of ['"bad" was dropped', 'not delivered', 'after stop()']) expect(told).toContain(text);
});

test('nor does it fail the request of the host, or a method that is tracked', async () => {
  const request = { header: () => undefined, address: undefined };
  const userId = () => {
    throw new Error('no session');
  };
  expect(contextOf({}, request, { userId })).toMatchObject({ userId: undefined });

  const tracker = createTracker({ apiUrl: await deadAddress(), durability: 'memory', enabled: false });
  addRunning(tracker);
  onTestFinished(() => removeRunning(tracker));
  const properties = () => {
    throw new Error('no order');
  };
  const descriptor = { value: () => 'paid' };
  Track('order_paid', { properties })({}, 'pay', descriptor);
  expect(descriptor.value()).toBe('paid');
  expect(warn).toHaveBeenCalledTimes(2);
});
