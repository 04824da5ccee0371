import type { Tracker } from '@pugmark/core';
import type { createTracker } from '@pugmark/node';
import { expect, expectTypeOf, it, vi } from 'vitest';
import { definePlan } from '../format/define-plan.ts';
import { readPlan } from '../format/read-plan.ts';
import type { EventsOf } from './typed-track.ts';
import type { TrackerFor } from './typed-tracker.ts';

const plan = definePlan({
  version: 1,
  name: 'shop',
  common: { store: 'string', channel: { type: 'string', enum: ['app', 'web'] } },
  events: {
    order_paid: {
      priority: 'P0',
      properties: {
        amount: 'number',
        method: ['cash', 'card'],
        coupon: 'string?',
        tags: { type: 'array', items: 'string', required: false },
        count: { type: 'integer', enum: [1, 2] },
      },
    },
    page_left: {},
    share: { properties: { target: { type: 'string', required: false }, store: 'integer?' } },
  },
});
type Events = EventsOf<typeof plan>;
const track = vi.fn();
const { track: typed }: Pick<TrackerFor<typeof plan>, 'track'> = { track };

it('gives the plan back and is a plan', () => {
  expect(readPlan(plan).problems).toEqual([]);
});

it('types the properties of each event', () => {
  expectTypeOf<keyof Events>().toEqualTypeOf<'order_paid' | 'page_left' | 'share'>();
  expectTypeOf<Events['order_paid']>().toEqualTypeOf<{
    amount: number;
    method: 'cash' | 'card';
    count: 1 | 2;
    coupon?: string;
    tags?: readonly string[];
    store?: string;
    channel?: 'app' | 'web';
  }>();
  // The event's own property stands before the common one.
  expectTypeOf<Events['share']>().toEqualTypeOf<{
    target?: string;
    store?: number;
    channel?: 'app' | 'web';
  }>();
});

it('takes what the plan has and refuses the rest', () => {
  typed('order_paid', { amount: 1, method: 'cash', count: 2 }, { priority: 'P0' });
  typed('order_paid', { amount: 1, method: 'cash', count: 2, coupon: 'c', store: 's' });
  typed('page_left');
  typed('share', { target: 't' });
  // @ts-expect-error no such event
  typed('order_payed', {});
  // @ts-expect-error properties are missing
  typed('order_paid');
  // @ts-expect-error a required property is missing
  typed('order_paid', { amount: 1, method: 'cash' });
  // @ts-expect-error a property of the wrong type
  typed('order_paid', { amount: '1', method: 'cash', count: 1 });
  // @ts-expect-error a value that is not allowed
  typed('order_paid', { amount: 1, method: 'coin', count: 1 });
  // @ts-expect-error an unknown property
  typed('order_paid', { amount: 1, method: 'cash', count: 1, other: 1 });
  // @ts-expect-error an unknown property of an event that has none
  typed('page_left', { other: 1 });
  expect(track).toHaveBeenCalledTimes(11);
});

it('is what a plain tracker can be declared as', () => {
  expectTypeOf<Tracker>().toExtend<TrackerFor<typeof plan>>();
  type Plain = ReturnType<typeof createTracker>;
  expectTypeOf<Plain>().toExtend<TrackerFor<typeof plan, Plain>>();
  expectTypeOf<TrackerFor<typeof plan, Plain>['stop']>().toEqualTypeOf<Plain['stop']>();
});

it('refuses a plan that is none', () => {
  // @ts-expect-error no such type
  definePlan({ version: 1, name: 'x', events: { a_b: { properties: { p: 'text' } } } });
  // @ts-expect-error no such priority
  definePlan({ version: 1, name: 'x', events: { a_b: { priority: 'P3' } } });
  // @ts-expect-error retention needs days
  definePlan({ version: 1, name: 'x', events: { a_b: {} }, metrics: { m: { retention: ['a_b', 'a_b'] } } });
});

it('types the trackers of the adapters by the plan alone', () => {
  type Typed = ReturnType<typeof createTracker<typeof plan>>;
  expectTypeOf<Parameters<Typed['track']>[0]>().toEqualTypeOf<'order_paid' | 'page_left' | 'share'>();
  const { track: server }: Pick<Typed, 'track'> = { track: vi.fn() };
  server('share', { target: 't' });
  // @ts-expect-error a required property is missing
  server('order_paid', { amount: 1 });
});
