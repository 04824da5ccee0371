import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attempt, type FunnelEvent, type FunnelRules, findAttempt } from './funnel.ts';

/** All ways to pick events for the first steps, as the definition has it: every choice is tried. */
function everyAttempt(events: readonly FunnelEvent[], rules: FunnelRules): Attempt[] {
  const attempts: number[][] = [];
  const mayBegin = (place: number) =>
    (events[place] as FunnelEvent).time >= rules.range.from &&
    (events[place] as FunnelEvent).time < rules.range.to;
  const isStep = (place: number, step: number) => (((events[place] as FunnelEvent).steps >> step) & 1) === 1;
  const isBetween = (from: number, to: number, step: number) =>
    events.some((event, place) => place > from && place < to && event.isExcluded && !isStep(place, step));
  const grow = (attempt: number[]) => {
    const [first = 0] = attempt;
    const last = attempt.at(-1) as number;
    attempts.push(attempt);
    if (attempt.length === rules.steps) return;
    for (let place = last + 1; place < events.length; place++) {
      if ((events[place] as FunnelEvent).time - (events[first] as FunnelEvent).time > rules.window) break;
      if (rules.order === 'strict' && place !== last + 1) break;
      if (!isStep(place, attempt.length)) continue;
      if (rules.order === 'ordered' && isBetween(last, place, attempt.length)) continue;
      grow([...attempt, place]);
    }
  };
  events.forEach((_, place) => {
    if (mayBegin(place) && isStep(place, 0)) grow([place]);
  });
  return attempts;
}

/** The same for steps in any order: sets of events, each of which can stand for a step of its own. */
function everySet(events: readonly FunnelEvent[], rules: FunnelRules): Attempt[] {
  const sets: number[][] = [];
  const canStand = (places: readonly number[], taken: number): boolean => {
    const [place, ...rest] = places;
    if (place === undefined) return true;
    for (let step = 0; step < rules.steps; step++) {
      const bit = 1 << step;
      if ((events[place] as FunnelEvent).steps & bit && !(taken & bit) && canStand(rest, taken | bit))
        return true;
    }
    return false;
  };
  const grow = (places: number[]) => {
    if (places.length > 0) {
      if (!canStand(places, 0)) return;
      sets.push(places);
    }
    for (let place = (places.at(-1) ?? -1) + 1; place < events.length; place++) {
      const { time } = events[place] as FunnelEvent;
      if (places.length === 0 && !(time >= rules.range.from && time < rules.range.to)) continue;
      if (places.length > 0 && time - (events[places[0] as number] as FunnelEvent).time > rules.window) break;
      grow([...places, place]);
    }
  };
  grow([]);
  return sets;
}

/** Furthest, then the earliest end, then the latest beginning, the latest second step, and so on. */
function choose(attempts: readonly Attempt[]): Attempt | undefined {
  return [...attempts].sort((a, b) => {
    if (a.length !== b.length) return b.length - a.length;
    const [endA, endB] = [a.at(-1) as number, b.at(-1) as number];
    if (endA !== endB) return endA - endB;
    const differing = a.findIndex((place, index) => place !== b[index]);
    return differing < 0 ? 0 : (b[differing] as number) - (a[differing] as number);
  })[0];
}

const eventsOf = (withExclusions: boolean) =>
  fc
    .array(
      fc.record({
        gap: fc.constantFrom(0, 1, 1, 2, 5),
        steps: fc.constantFrom(0, 1, 1, 2, 2, 4, 4, 8, 3, 6, 5),
        isExcluded: withExclusions ? fc.constantFrom(false, false, false, true) : fc.constant(false),
      }),
      { maxLength: 11 },
    )
    .map((list) => {
      let time = 0;
      return list.map(({ gap, ...event }): FunnelEvent => {
        time += gap;
        return { ...event, time };
      });
    });

const rulesOf = (order: FunnelRules['order']) =>
  fc.record({
    steps: fc.constantFrom(1, 2, 3, 4),
    order: fc.constant(order),
    window: fc.constantFrom(0, 2, 5, 100),
    range: fc.constantFrom({ from: 0, to: 100 }, { from: 2, to: 8 }),
  });

describe('the attempt of a subject that counts', () => {
  it.each(['ordered', 'strict'] as const)('is the best of all that there are, %s', (order) => {
    fc.assert(
      fc.property(eventsOf(order === 'ordered'), rulesOf(order), (events, rules) => {
        expect(findAttempt(events, rules)).toEqual(choose(everyAttempt(events, rules)));
      }),
      { numRuns: 3000 },
    );
  });

  it('is the best of all that there are, in any order', () => {
    fc.assert(
      fc.property(eventsOf(false), rulesOf('any'), (events, rules) => {
        expect(findAttempt(events, rules)).toEqual(choose(everySet(events, rules)));
      }),
      { numRuns: 3000 },
    );
  });

  it('needs one pass over a subject with very many events', () => {
    const events = Array.from(
      { length: 40_000 },
      (_, time): FunnelEvent => ({
        time,
        steps: 1 << (time % 3),
        isExcluded: false,
      }),
    );
    const rules: FunnelRules = { steps: 5, order: 'any', window: 1000, range: { from: 0, to: 40_000 } };
    expect(findAttempt(events, rules)?.length).toBe(3);
    expect(findAttempt(events, { ...rules, order: 'ordered', steps: 3 })).toEqual([0, 1, 2]);
  });
});
