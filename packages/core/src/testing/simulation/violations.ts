import { type Climate, makeSchedule } from './make-schedule.js';
import type { Outcome } from './outcome.js';
import { simulate } from './simulate.js';
import type { Schedule } from './step.js';

const PROMISES: Record<keyof Outcome, string> = {
  missing: 'events that never arrived',
  doubled: 'events stored more than once',
  falselyDropped: 'drops that nothing asked for',
  left: 'left behind on the device',
  waiting: 'waiting though all is well',
  lost: 'missed in the streams of trackers that never crashed',
  excess: 'more reported as dropped than was',
  denied: 'reported as dropped though known to be stored',
  carriedOver: 'carried over a reset',
  spoiled: 'events that did not pass plugins and mask once, or lack what was registered',
  offences: 'what no tracker may do',
};

/** The promises that an outcome breaks, in words; none when all were kept. */
export function violations(outcome: Outcome): string[] {
  const promises = Object.keys(PROMISES) as (keyof Outcome)[];
  return promises
    .filter((promise) => outcome[promise][0] !== undefined)
    .map((promise) => `${PROMISES[promise]}: ${outcome[promise]}`);
}

/** What breaks when this schedule runs; a world that throws is broken too. */
export async function examine(schedule: Schedule): Promise<string[]> {
  try {
    return violations(await simulate(schedule));
  } catch (cause) {
    return [`the world stopped: ${cause}`];
  }
}

export interface Failure {
  /** Seed of the schedule as it was found. */
  seed: number;
  broken: string[];
  /** The least that still breaks a promise. */
  smallest: Schedule;
}

/** Runs the schedules of `count` seeds in a row; the first that breaks a promise ends it. */
export async function findFailure(
  firstSeed: number,
  count: number,
  climate?: Climate,
): Promise<Failure | undefined> {
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const schedule = makeSchedule(seed, climate);
    const broken = await examine(schedule);
    if (broken[0]) return { seed, broken, smallest: await shrink(schedule) };
  }
  return undefined;
}

/** Leaves out steps, many at first, as long as something still breaks. */
async function shrink(schedule: Schedule): Promise<Schedule> {
  let { steps } = schedule;
  for (let size = steps.length >> 1; size > 0; size >>= 1) {
    for (let from = 0; from < steps.length; ) {
      const fewer = steps.filter((_, index) => index < from || index >= from + size);
      if ((await examine({ ...schedule, steps: fewer }))[0]) steps = fewer;
      else from += size;
    }
  }
  return { ...schedule, steps };
}
