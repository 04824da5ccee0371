import { expect, expectTypeOf, it, vi } from 'vitest';
import { definePlan } from './define-plan.ts';
import type { EventName } from './event-name.ts';

/** As `track` takes it. */
const track: <Name extends string>(name: Name & EventName<Name>) => void = vi.fn();

it('lets a right name, and any name that is not known before the code runs, compile', () => {
  track('order_paid');
  track('a');
  track('step_2_done');
  const name: string = 'Anything';
  track(name);
  const pattern = `order_${name}` as const;
  track(pattern);
  track(Math.random() > 2 ? 'order_paid' : 'order_created');
  expectTypeOf<Parameters<typeof track>>().toEqualTypeOf<[string]>();
  const plain: (name: string) => void = track;
  plain('Anything');
  expect(track).toHaveBeenCalledTimes(7);
});

it('lets no literal compile that no collector takes', () => {
  // @ts-expect-error blanks
  track('order paid');
  // @ts-expect-error capitals
  track('Order Completed');
  // @ts-expect-error capitals
  track('OrderPaid');
  // @ts-expect-error capitals
  track('orderPaid');
  // @ts-expect-error capitals
  track('ORDER_PAID');
  // @ts-expect-error a dollar
  track('$pageview');
  // @ts-expect-error a hyphen
  track('order-paid');
  // @ts-expect-error a dot
  track('order.paid');
  // @ts-expect-error a digit first
  track('2nd_order');
  // @ts-expect-error a _ at the end
  track('order_');
  // @ts-expect-error two _
  track('order__paid');
  // @ts-expect-error nothing
  track('');
  // @ts-expect-error one of two
  track(Math.random() > 2 ? 'order_paid' : 'Order Paid');
});

it('holds the names of a plan in TypeScript to it', () => {
  const plan = definePlan({ version: 1, name: 'Shop', events: { order_paid: {} } });
  expect(plan.events).toEqual({ order_paid: {} });
  // @ts-expect-error capitals
  definePlan({ version: 1, name: 'Shop', events: { order_created: {}, orderPaid: {} } });
});
