import type { FunnelOrder } from '../model/question.ts';

/** An event of one subject, as a funnel sees it. Events stand in their order. */
export interface FunnelEvent {
  /** ms since 1970. */
  time: number;
  /** Bit n: it is step n. */
  steps: number;
  isExcluded: boolean;
}

export interface FunnelRules {
  steps: number;
  order: FunnelOrder;
  /** ms. */
  window: number;
  /** The first step lies in it. */
  range: { from: number; to: number };
}

/** The attempt that counts: places of its events in the list, one for each step that was reached. */
export type Attempt = readonly number[];

/**
 * The attempt of a subject that counts: of those that get furthest, the one that gets there first; of those that end in
 * the same event, the one that began last, then whose second step came last, and so on.
 */
export function findAttempt(events: readonly FunnelEvent[], rules: FunnelRules): Attempt | undefined {
  if (rules.order === 'any') return findInAnyOrder(events, rules);
  return rules.order === 'strict' ? findStrict(events, rules) : findOrdered(events, rules);
}

const isStep = (event: FunnelEvent, step: number) => ((event.steps >> step) & 1) === 1;

const mayBegin = ({ time }: FunnelEvent, { range }: FunnelRules) => time >= range.from && time < range.to;

const isWithin = (events: readonly FunnelEvent[], attempt: Attempt, { time }: FunnelEvent, window: number) =>
  time - (events[attempt[0] as number] as FunnelEvent).time <= window;

/** Whether an attempt is later than another one that ends in the same event. */
function isLater(a: Attempt, b: Attempt): boolean {
  const differing = a.findIndex((place, index) => place !== b[index]);
  return differing >= 0 && (a[differing] as number) > (b[differing] as number);
}

/**
 * One pass. For each step one attempt is enough, the latest one: its window ends last, so that it gets at least as far as
 * any other.
 */
function findOrdered(events: readonly FunnelEvent[], rules: FunnelRules): Attempt | undefined {
  const latest: (Attempt | undefined)[] = [];
  let found: Attempt | undefined;
  events.forEach((event, place) => {
    // Those attempts for which it is not the next step end here.
    const broken = event.isExcluded
      ? latest.map((_, step) => !isStep(event, step + 1) || step + 1 >= rules.steps)
      : [];
    for (let step = rules.steps - 1; step >= 0; step--) {
      if (!isStep(event, step)) continue;
      const before = latest[step - 1];
      let attempt: Attempt | undefined;
      if (step === 0) attempt = mayBegin(event, rules) ? [place] : undefined;
      else if (before && isWithin(events, before, event, rules.window)) attempt = [...before, place];
      if (!attempt) continue;
      if (!found || attempt.length > found.length) found = attempt;
      const known = broken[step] ? undefined : latest[step];
      if (!known || isLater(attempt, known)) latest[step] = attempt;
      broken[step] = false;
    }
    broken.forEach((isBroken, step) => {
      if (isBroken) latest[step] = undefined;
    });
  });
  return found;
}

function findStrict(events: readonly FunnelEvent[], rules: FunnelRules): Attempt | undefined {
  let found: Attempt | undefined;
  /** Attempts that end in the event before, by their last step. */
  let ending: (Attempt | undefined)[] = [];
  events.forEach((event, place) => {
    const next: (Attempt | undefined)[] = [];
    for (let step = 0; step < rules.steps; step++) {
      if (!isStep(event, step)) continue;
      const before = ending[step - 1];
      if (step === 0) next[step] = mayBegin(event, rules) ? [place] : undefined;
      else if (before && isWithin(events, before, event, rules.window)) next[step] = [...before, place];
      const attempt = next[step];
      if (attempt && (!found || attempt.length > found.length)) found = attempt;
    }
    ending = next;
  });
  return found;
}

/**
 * Each step by an event of its own, in whatever order. Which sets of events can stand for steps is a matroid (J. Edmonds
 * and D. R. Fulkerson, 1965), so that taking the latest event that fits, again and again, gives the latest set.
 */
function findInAnyOrder(events: readonly FunnelEvent[], rules: FunnelRules): Attempt | undefined {
  let found: Attempt | undefined;
  events.forEach((event, place) => {
    if (!event.steps || (found && found.length === rules.steps)) return;
    const attempt = latestUpTo(events, place, rules);
    if (attempt && (!found || attempt.length > found.length)) found = attempt;
  });
  return found;
}

/** The largest attempt that ends in an event; of those of one size the latest. */
function latestUpTo(events: readonly FunnelEvent[], end: number, rules: FunnelRules): Attempt | undefined {
  const last = events[end] as FunnelEvent;
  const candidates: number[] = [];
  const ofKind = new Map<number, number>();
  for (let place = end; place >= 0; place--) {
    const event = events[place] as FunnelEvent;
    if (last.time - event.time > rules.window) break;
    if (event.isExcluded && place < end && !event.steps) break;
    if (!event.steps) continue;
    // Of events that are the same steps, no more can be used than there are steps; one more may have to begin.
    const kind = event.steps * 2 + Number(mayBegin(event, rules));
    const count = ofKind.get(kind) ?? 0;
    ofKind.set(kind, count + 1);
    if (count <= rules.steps) candidates.push(place);
  }
  let best: number[] | undefined;
  for (const first of candidates) {
    if (!mayBegin(events[first] as FunnelEvent, rules)) continue;
    const others = candidates.filter((place) => place > first);
    const set = first === end ? [end] : [end, first];
    const matching = new Map<number, number>();
    if (!set.every((place) => assign(events, matching, place, rules.steps))) continue;
    for (const place of others) {
      if (place !== end && assign(events, matching, place, rules.steps)) set.push(place);
    }
    const attempt = set.sort((a, b) => a - b);
    // Candidates come latest first: an earlier beginning counts only when it gets further.
    if (!best || attempt.length > best.length) best = attempt;
  }
  return best;
}

/** Finds a step for one more event, moving others to other steps where that helps (H. W. Kuhn, 1955). */
function assign(
  events: readonly FunnelEvent[],
  matching: Map<number, number>,
  place: number,
  steps: number,
): boolean {
  const seen = new Set<number>();
  const place_ = (candidate: number): boolean => {
    for (let step = 0; step < steps; step++) {
      if (!isStep(events[candidate] as FunnelEvent, step) || seen.has(step)) continue;
      seen.add(step);
      const holder = matching.get(step);
      if (holder === undefined || place_(holder)) {
        matching.set(step, candidate);
        return true;
      }
    }
    return false;
  };
  return place_(place);
}
