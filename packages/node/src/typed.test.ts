import { expect, it } from 'vitest';
import { createTracker } from './index.js';

interface Events {
  order_paid: { amount: number };
  started: object;
}

it('a tracker with a plan types track and trackBusinessEvent', async () => {
  const tracker = createTracker<Events>({ apiUrl: 'http://127.0.0.1:9', enabled: false });
  tracker.track('order_paid', { amount: 1 }, { userId: 'u' });
  tracker.trackBusinessEvent('order_paid', { amount: 1 }, { userId: 7, orderId: 'o' });
  tracker.trackBusinessEvent('started');
  // @ts-expect-error no such event
  tracker.trackBusinessEvent('order_payed', { amount: 1 });
  // @ts-expect-error a required property is missing
  tracker.trackBusinessEvent('order_paid', {}, { userId: 'u' });
  // @ts-expect-error an unknown property
  tracker.track('order_paid', { amount: 1, other: 2 });
  expect((await tracker.stop()).tracked).toBe(0);
});
