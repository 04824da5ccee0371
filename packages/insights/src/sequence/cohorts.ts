import type { RetentionAnswer } from '../model/answer.ts';
import type { ResolvedRetention } from '../model/resolved.ts';
import { addIntervals, firstDayOf, intervalOf, intervalStarts } from '../time/intervals.ts';
import { localDay, startOfLocalDay } from '../time/zone.ts';

/** When a person began, and came back from then on; instants in ms. */
export interface FirstStart {
  at: number;
  returns: readonly number[];
}

/** First instants of the intervals that returns are counted in, from the first cohort to the last return that counts. */
export function cohortGrid({ range, interval, periods, timeZone }: ResolvedRetention): {
  cohorts: number[];
  grid: number[];
} {
  const cohorts = intervalStarts(range, interval, timeZone);
  const first = cohorts[0];
  if (first === undefined) return { cohorts, grid: [] };
  const day = firstDayOf(localDay(first, timeZone), interval);
  const grid = Array.from({ length: cohorts.length + periods + 1 }, (_, index) =>
    startOfLocalDay(addIntervals(day, interval, index), timeZone),
  );
  return { cohorts, grid };
}

export function toCohorts(
  question: ResolvedRetention,
  persons: readonly FirstStart[],
): RetentionAnswer['cohorts'] {
  const { cohorts, grid } = cohortGrid(question);
  const sizes = cohorts.map(() => 0);
  const returned = cohorts.map(() => Array.from({ length: question.periods + 1 }, () => 0));
  for (const { at, returns } of persons) {
    const cohort = intervalOf(cohorts, at);
    if (cohort < 0) continue;
    sizes[cohort] = (sizes[cohort] as number) + 1;
    const after = new Set(returns.map((time) => intervalOf(grid, time) - cohort));
    const cells = returned[cohort] as number[];
    for (const period of after) if (cells[period] !== undefined) cells[period]++;
  }
  return cohorts.map((start, cohort) => ({
    time: new Date(start).toISOString(),
    size: sizes[cohort] as number,
    returned: (returned[cohort] as number[]).map((count, period) =>
      (grid[cohort + period] as number) <= question.now ? count : null,
    ),
  }));
}
