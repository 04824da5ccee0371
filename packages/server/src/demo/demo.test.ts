import { loadPlan } from '@pugmark/plan/load';
import { compileChecks } from '@pugmark/plan/validate';
import { type Batch, createMemoryStore } from '@pugmark/store';
import { describe, expect, it } from 'vitest';
import { planPath } from '../../../plan/src/testing/plans.ts';
import { createDice } from './dice.ts';
import { DEMOS, writeDemo } from './index.ts';

const UNTIL = Date.parse('2026-11-30T10:00:00Z');
const PLANS = Object.keys(DEMOS) as (keyof typeof DEMOS)[];

const play = (plan: keyof typeof DEMOS, seed = 1): Batch[] => [
  ...DEMOS[plan].play({ dice: createDice(seed), until: UNTIL, days: 30 }).batches(UNTIL),
];

describe.each(PLANS)('the demonstration of %s', (plan) => {
  const batches = play(plan);
  const events = batches.flatMap((batch) => batch.events);

  it('keeps to its plan in every event', async () => {
    const check = compileChecks(await loadPlan(planPath(plan)));
    const faults = events.map((event) => check({ ...event, ...event.facts })).filter(Boolean);
    expect(faults.slice(0, 3)).toEqual([]);
  });

  it('has every event of its plan', async () => {
    const names = new Set(events.map(({ eventName }) => eventName));
    const { events: planned } = await loadPlan(planPath(plan));
    expect(Object.keys(planned).filter((name) => !names.has(name))).toEqual([]);
  });

  it('goes on for thirty days', () => {
    const days = new Set(events.map(({ eventTime }) => eventTime.slice(0, 10)));
    expect(days.size).toBeGreaterThanOrEqual(30);
    expect(events.length).toBeGreaterThan(10_000);
    expect(events.length).toBeLessThan(80_000);
  });

  it('is the same for the same seed, another one for another', () => {
    expect(play(plan)).toEqual(batches);
    expect(play(plan, 2)[0]?.events[0]).not.toEqual(batches[0]?.events[0]);
  });

  it('has ids that occur once, and nothing of the future', () => {
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
    expect(events.every(({ receivedAt }) => Date.parse(receivedAt) <= UNTIL)).toBe(true);
  });
});

it('a store that holds a demonstration tells which events are missing, and which were reported as dropped', async () => {
  const store = createMemoryStore({ maxEvents: 200_000 });
  const count = await writeDemo(store, { plan: 'lead-funnel', until: UNTIL });
  const { total } = await store.streams(1);
  expect(total.received).toBe(count);
  expect(total.lost).toBeGreaterThan(0);
  expect(total.dropped).toBeGreaterThan(0);
  expect(total.lost / total.received).toBeLessThan(0.01);
});
