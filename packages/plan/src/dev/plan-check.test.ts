import { createWorld } from '@pugmark/core/testing';
import { expect, it, vi } from 'vitest';
import { definePlan } from '../types/define-plan.ts';
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
  const { track, tracker } = world.open({ plugins: [planCheck(plan, warn)] });
  track('order_paid', { amount: 1 });
  track('order_paid', { amount: '1' });
  track('order_paid', { amount: '2', amuont: 1 });
  track('order_payed');
  tracker.setUser('u-1', { crm: 'c-1' });
  await world.advance(60_000);
  expect(warn.mock.calls.map(([message]) => message)).toEqual([
    'pugmark plan: order_paid: properties.amount: must be a number, is the string "1"',
    'pugmark plan: order_paid: properties.amuont: is not in the plan; did you mean "amount"?',
    'pugmark plan: order_payed: eventName: the plan has no event "order_payed"; did you mean "order_paid"?',
  ]);
  expect(world.names()).toHaveLength(5);
});

it('refuses a plan with problems', () => {
  expect(() => planCheck({ ...plan, funnels: { f: ['nothing'] } })).toThrow(/shop: funnels/);
});
