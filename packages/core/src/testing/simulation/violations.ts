import { type Outcome, simulate } from './simulate.js';
import { makeSchedule, type Schedule } from './step.js';

/** The promises that an outcome breaks, in words; none when all were kept. */
export function violations({
  expected,
  arrived,
  falselyDropped,
  left,
  waiting,
  lost,
  excess,
}: Outcome): string[] {
  const times = new Map<number, number>();
  for (const number of arrived) times.set(number, (times.get(number) || 0) + 1);
  const broken: [string, readonly unknown[]][] = [
    ['events that never arrived', expected.filter((number) => !times.has(number))],
    ['events stored more than once', Array.from(times).filter(([, count]) => count > 1)],
    ['drops that nothing asked for', falselyDropped],
    ['left behind on the device', left],
    ['waiting though all is well', waiting],
    ['missed in the streams of living trackers', lost],
    ['more reported or accounted for than was', excess],
  ];
  return broken.filter(([, found]) => found[0] !== undefined).map(([what, found]) => `${what}: ${found}`);
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
export async function findFailure(firstSeed: number, count: number): Promise<Failure | undefined> {
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const schedule = makeSchedule(seed);
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
