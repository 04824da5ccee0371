import type { JsonValue } from '@pugmark/store';
import type { Operand } from '../model/question.ts';
import type { ResolvedRetention, RetainedMeasure, Selection, Span } from '../model/resolved.ts';
import { cohortGrid, type FirstStart } from '../sequence/cohorts.ts';
import { addIntervals } from '../time/intervals.ts';
import { localDay, startOfLocalDay } from '../time/zone.ts';
import { instant, isSelected, isWithin, operandSql } from './conditions.ts';
import { ORDER, placeOf, toMs } from './order.ts';
import type { Run } from './run.ts';
import { raw, type Sql, sql } from './sql.ts';

interface Starting {
  start: Selection;
  return: Selection;
  /** Persons whose first start lies in it. */
  span: Span;
  /** The first start ever, or the first of the span. */
  first: 'ever' | 'range';
  /** Returns are looked for before it, ms. */
  until: number;
  /** What is told of the returns of a person, over `back`. */
  returns: Sql;
  groupBy?: Operand | undefined;
}

interface Row {
  at: number;
  group: string | null;
  returns: (number | null)[] | null;
}

/** One person a row: when it began, and what `returns` makes of its return events from then on. */
const statement = ({ start, return: back, span, first, until, returns, groupBy }: Starting): Sql => sql`
  WITH started AS MATERIALIZED (
    SELECT DISTINCT ON (person_id) person_id, event_time, seq, position,
      ${groupBy ? operandSql(groupBy) : raw('NULL::jsonb')} AS grp
    FROM pugmark_events_v1
    WHERE ${isSelected(start)} AND person_id IS NOT NULL${first === 'range' ? sql` AND ${isWithin(span)}` : raw('')}
    ORDER BY person_id, ${ORDER}
  ), cohort AS (
    SELECT * FROM started WHERE ${isWithin(span)}
  ), back AS MATERIALIZED (
    SELECT person_id, event_time, seq, position FROM pugmark_events_v1
    WHERE ${isSelected(back)} AND event_time >= ${instant(span.from)} AND event_time < ${instant(until)}
      AND person_id IS NOT NULL
  )
  SELECT ${toMs('cohort.event_time')} AS at, cohort.grp::text AS "group", array_agg(DISTINCT ${returns}) AS returns
  FROM cohort LEFT JOIN back ON back.person_id = cohort.person_id AND ${placeOf('back')} >= ${placeOf('cohort')}
  GROUP BY cohort.person_id, cohort.event_time, cohort.grp`;

/** Persons of a retention question; a return is told by the interval that it lies in, as its first instant. */
export async function readStarts(question: ResolvedRetention, run: Run): Promise<FirstStart[]> {
  const { grid } = cohortGrid(question);
  const until = grid.at(-1);
  if (until === undefined) return [];
  const cells = grid.map((time) => new Date(time).toISOString());
  const rows = await run<Row>(
    statement({
      start: question.start,
      return: question.return,
      span: question.range,
      first: question.first,
      until,
      returns: sql`width_bucket(back.event_time, ${cells}::timestamptz[])::float8`,
    }),
  );
  return rows.map(({ at, returns }) => ({
    at,
    returns: (returns ?? []).flatMap((cell) => (cell === null ? [] : [grid[cell - 1] as number])),
  }));
}

/** A person whose first start lies in the span, and whether it came back on the day that is asked for. */
export interface Retained {
  at: number;
  group: JsonValue | undefined;
  isBack: boolean;
}

export async function readRetained(
  measure: RetainedMeasure,
  { span, timeZone, groupBy }: { span: Span; timeZone: string; groupBy?: Operand | undefined },
  run: Run,
): Promise<Retained[]> {
  if (span.to <= span.from) return [];
  const first = localDay(span.from, timeZone);
  const count = localDay(span.to - 1, timeZone) - first + measure.days + 2;
  const grid = Array.from({ length: count }, (_, index) =>
    startOfLocalDay(addIntervals(first, 'day', index), timeZone),
  );
  const cells = grid.map((time) => new Date(time).toISOString());
  const rows = await run<Row>(
    statement({
      start: measure.start,
      return: measure.return,
      span,
      first: 'ever',
      until: grid.at(-1) as number,
      returns: sql`width_bucket(back.event_time, ${cells}::timestamptz[])::float8`,
      groupBy,
    }),
  );
  return rows.map(({ at, group, returns }) => {
    const due = localDay(at, timeZone) - first + measure.days;
    return {
      at,
      group: group === null ? undefined : JSON.parse(group),
      isBack: (returns ?? []).some((cell) => cell !== null && cell - 1 === due),
    };
  });
}
