import { createWorld } from '@pugmark/core/testing';
import { expect, it, vi } from 'vitest';
import { definePlan } from '../format/define-plan.ts';
import { planCheck } from './plan-check.ts';

const plan = definePlan({
  version: 1,
  name: 'shop',
  common: { store: 'string' },
  events: { order_paid: { properties: { amount: 'number' } } },
});

it('warns once of each fault with its path, and lets every event through', async () => {
  const warn = vi.fn();
  const world = createWorld();
  const { track } = world.open({ plugins: [planCheck(plan, warn)] });
  track('order_paid', { amount: 1 });
  track('order_paid', { amount: '1' });
  track('order_paid', { amount: '2', other: 1 });
  track('order_payed');
  await world.advance(60_000);
  expect(warn.mock.calls.map(([message]) => message)).toEqual([
    'pugmark plan: order_paid: properties.amount: must be a number, is the string "1"',
    'pugmark plan: order_paid: properties.other: is not in the plan',
    'pugmark plan: order_payed: eventName: the plan has no event "order_payed"',
  ]);
  expect(world.names()).toHaveLength(4);
});

it('refuses a plan with mistakes', () => {
  expect(() => planCheck({ ...plan, funnels: { f: ['nothing'] } })).toThrow(/shop: funnels/);
});
