import type { Tracker } from '@pugmark/core';
import type { createTracker } from '@pugmark/node';
import { expect, expectTypeOf, it, vi } from 'vitest';
import { readPlan } from '../format/read-plan.ts';
import { definePlan } from './define-plan.ts';
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
    coupon?: string | undefined;
    tags?: readonly string[] | undefined;
    store?: string | undefined;
    channel?: 'app' | 'web' | undefined;
  }>();
  // The event's own property stands before the common one.
  expectTypeOf<Events['share']>().toEqualTypeOf<{
    target?: string | undefined;
    store?: number | undefined;
    channel?: 'app' | 'web' | undefined;
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

it('takes an optional property that is undefined, and objects of an interface or a class', () => {
  typed('order_paid', { amount: 1, method: 'cash', count: 2, coupon: undefined });
  interface Paid {
    amount: number;
    method: 'card';
    count: 1;
  }
  class Order implements Paid {
    readonly amount = 1;
    readonly method = 'card';
    readonly count = 1;
  }
  const paid: Paid = new Order();
  typed('order_paid', paid);
  typed('order_paid', new Order());
  expect(readPlan(plan).problems).toEqual([]);
});

it('types the events of the sets that a plan extends', () => {
  const extended = definePlan({
    version: 1,
    name: 'shop',
    extends: ['pugmark/web', 'pugmark/taro'],
    events: { order_paid: {}, page_view: { properties: { tab: ['a', 'b'], referrer: 'string' } } },
  });
  type Extended = EventsOf<typeof extended>;
  expectTypeOf<keyof Extended & ('app_launch' | 'page_leave')>().toEqualTypeOf<'app_launch' | 'page_leave'>();
  expectTypeOf<Extended['page_view']>().toEqualTypeOf<{
    pagePath: string;
    pageTitle?: string | undefined;
    isFirstSession?: boolean | undefined;
    tab: 'a' | 'b';
    referrer: string;
  }>();
  expectTypeOf<Extended['share_action']['shareType']>().toEqualTypeOf<'message' | 'timeline'>();
  expectTypeOf<Extended['user_identify']>().toEqualTypeOf<Readonly<Record<string, unknown>>>();
  const web = definePlan({ version: 1, name: 'shop', extends: 'pugmark/web', events: {} });
  expectTypeOf<keyof EventsOf<typeof web> & ('page_view' | 'api_call' | 'app_launch')>().toEqualTypeOf<
    'page_view' | 'api_call'
  >();
  // @ts-expect-error no such set
  definePlan({ version: 1, name: 'shop', extends: 'pugmark/wep', events: {} });
  expect(readPlan(extended).problems).toEqual([]);
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
