import type { Track } from '@pugmark/core';
import { expect, expectTypeOf, it } from 'vitest';
import { createTracker, init } from './index.js';

/** As `pugmark types` writes it. */
interface TrackingProperties {
  order_paid: { amount: number; method: 'cash' | 'card'; coupon?: string };
  page_left: { seconds?: number };
}
/** As `typeof plan` of `definePlan` carries it. */
interface Plan {
  version: 1;
  events: object;
  readonly '~events'?: TrackingProperties;
}

// Without a page nothing is kept, so that the calls below only have to compile and return.
const apiUrl = 'https://collect.example.com';

it.each([
  createTracker<TrackingProperties>({ apiUrl }),
  createTracker<Plan>({ apiUrl }),
  init<TrackingProperties>({ apiUrl }),
  init<Plan>({ apiUrl }),
])('a tracker with a plan takes the events of the plan and no other: %#', ({ track, stats }) => {
  track('order_paid', { amount: 1, method: 'cash' }, { priority: 'P0' });
  track('page_left');
  // @ts-expect-error no such event
  track('order_payed', { amount: 1, method: 'cash' });
  // @ts-expect-error properties are missing
  track('order_paid');
  // @ts-expect-error a required property is missing
  track('order_paid', { amount: 1 });
  // @ts-expect-error a value that is not allowed
  track('order_paid', { amount: 1, method: 'coin' });
  // @ts-expect-error an unknown property
  track('page_left', { minutes: 1 });
  expectTypeOf<Parameters<typeof track>[0]>().toEqualTypeOf<'order_paid' | 'page_left'>();
  expect(stats().tracked).toBe(0);
});

it('a tracker without a plan takes any event', () => {
  const { track, stats } = createTracker({ apiUrl });
  expectTypeOf(track).toEqualTypeOf<Track>();
  track('anything', { of: 'any kind' });
  // @ts-expect-error a name is text
  track(7);
  expect(stats().tracked).toBe(0);
});
