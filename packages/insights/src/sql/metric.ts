import type { JsonValue } from '@pugmark/store';
import type { Point, Series } from '../model/answer.ts';
import {
  BEGINNING,
  isRetained,
  type Measure,
  type PlainMeasure,
  type ResolvedMetric,
  type RetainedMeasure,
  type Span,
} from '../model/resolved.ts';
import { intervalOf, intervalStarts } from '../time/intervals.ts';
import { compute } from '../values/formula.ts';
import { byTotal, groupKey } from '../values/groups.ts';
import { isAnyOf, isSelected, isWithin, numberOf, operandSql } from './conditions.ts';
import { type Retained, readRetained } from './retained.ts';
import type { Run } from './run.ts';
import { join, raw, type Sql, sql } from './sql.ts';

/** Which groups are looked at. */
type Groups = { kind: 'each' } | { kind: 'none' } | { kind: 'others'; named: readonly JsonValue[] };

/** Values of the measures, by interval (-1: the whole span) and group (its key). */
type Cells = Map<string, (number | null)[]>;
const cellKey = (interval: number, group: string) => `${interval} ${group}`;

export async function askMetric(question: ResolvedMetric, run: Run): Promise<Series[]> {
  const { groupBy, limit, range, previous } = question;
  if (!groupBy) {
    const now = await readCells(question, range, { kind: 'none' }, run);
    const before = previous && (await readCells(question, previous, { kind: 'none' }, run));
    return [toSeries(question, now, before, '')];
  }
  const now = await readCells(question, range, { kind: 'each' }, run);
  const before = previous && (await readCells(question, previous, { kind: 'each' }, run));
  const all = [...now.groups].map(([key, group]) => ({ group, ...toSeries(question, now, before, key) }));
  all.sort(byTotal);
  if (all.length <= limit) return all;
  const named = all.slice(0, limit);
  const others: Groups = { kind: 'others', named: named.map(({ group }) => group) };
  const rest = await readCells(question, range, others, run);
  // Of the time before, only groups that the range has.
  const known = [...now.groups].filter(([key]) => !named.some(({ group }) => groupKey(group) === key));
  const restBefore =
    previous && (await readCells(question, previous, others, run, new Set(known.map(([key]) => key))));
  return [...named, { other: true, ...toSeries(question, rest, restBefore, '') }];
}

interface Read {
  span: Span;
  starts: readonly number[];
  cells: Cells;
  groups: Map<string, JsonValue>;
}

function toSeries(question: ResolvedMetric, now: Read, before: Read | undefined, group: string) {
  const one = (read: Read) => {
    const figure = (interval: number) =>
      compute(
        question.metric.formula,
        read.cells.get(cellKey(interval, group)) ?? question.metric.measures.map(nothing),
      );
    return {
      points: read.starts.map(
        (start, index): Point => ({ time: new Date(start).toISOString(), value: figure(index) }),
      ),
      total: figure(-1),
    };
  };
  return { ...one(now), ...(before && { previous: one(before) }) };
}

/** What a measure is where there is no event. */
const nothing = (measure: Measure): number | null =>
  measure.kind === 'min' || measure.kind === 'max' || measure.kind === 'quantile' ? null : 0;

/** What is counted from the beginning is asked anew for the end of each interval. */
async function readCells(
  question: ResolvedMetric,
  span: Span,
  groups: Groups,
  run: Run,
  only?: ReadonlySet<string>,
): Promise<Read> {
  if (!question.metric.isCumulative) return readSpan(question, span, groups, run, only);
  const starts = question.interval ? intervalStarts(span, question.interval, question.timeZone) : [];
  const whole = { ...question, interval: undefined };
  const upTo = (to: number) => readSpan(whole, { from: BEGINNING, to }, groups, run, only);
  const read: Read = { ...(await upTo(span.to)), span, starts };
  for (const index of starts.keys()) {
    const { cells } = await upTo(Math.min(starts[index + 1] ?? span.to, span.to));
    for (const [key, values] of cells) read.cells.set(key.replace('-1', String(index)), values);
  }
  return read;
}

async function readSpan(
  question: ResolvedMetric,
  span: Span,
  groups: Groups,
  run: Run,
  only?: ReadonlySet<string>,
): Promise<Read> {
  const { measures } = question.metric;
  const starts = question.interval ? intervalStarts(span, question.interval, question.timeZone) : [];
  const read: Read = { span, starts, cells: new Map(), groups: new Map() };
  const put = (interval: number, group: JsonValue | undefined, index: number, value: number | null) => {
    const key = groups.kind === 'each' ? groupKey(group) : '';
    if (groups.kind === 'each') read.groups.set(key, group ?? null);
    const cell = read.cells.get(cellKey(interval, key)) ?? measures.map(nothing);
    cell[index] = value;
    read.cells.set(cellKey(interval, key), cell);
  };

  const plain = measures.flatMap((measure, index) => (isRetained(measure) ? [] : [{ measure, index }]));
  if (plain.length > 0 && span.to > span.from)
    for (const row of await run<Row>(statement(question, { span, starts, groups, only }, plain)))
      for (const { measure, index } of plain)
        put(row.interval === null ? -1 : row.interval, parse(row.group), index, valueIn(row, measure, index));

  for (const [index, measure] of measures.entries()) {
    if (!isRetained(measure)) continue;
    const retained = await readRetained(measure, { ...question, span }, run);
    countRetained(retained, {
      measure,
      question,
      read,
      groups,
      only,
      put: (at, group, value) => put(at, group, index, value),
    });
  }
  return read;
}

interface Row {
  interval: number | null;
  group: string | null;
  [measure: `m${number}`]: string | number | null;
}

const parse = (text: string | null): JsonValue | undefined => (text === null ? undefined : JSON.parse(text));

function valueIn(row: Row, measure: PlainMeasure, index: number): number | null {
  const value = row[`m${index}`];
  // The sum of nothing is 0, and a sum is a text, so that no digit is lost on the way.
  if (value === null || value === undefined) return nothing(measure);
  return Number(value);
}

interface Scope {
  span: Span;
  starts: readonly number[];
  groups: Groups;
  only?: ReadonlySet<string> | undefined;
}

function statement(
  { groupBy }: ResolvedMetric,
  { span, starts, groups, only }: Scope,
  plain: readonly { measure: PlainMeasure; index: number }[],
): Sql {
  const group = groupBy && groups.kind !== 'none' ? operandSql(groupBy) : raw('NULL::jsonb');
  const bucket =
    starts.length > 0
      ? sql`width_bucket(event_time, ${starts.map((start) => new Date(start).toISOString())}::timestamptz[]) - 1`
      : raw('0');
  const columns = plain.map(({ measure, index }) => sql`${columnOf(measure)} AS v${raw(String(index))}`);
  const figures = plain.map(
    ({ measure, index }) => sql`${figureOf(measure, index)} AS m${raw(String(index))}`,
  );
  const sets = [
    ...(starts.length > 0 ? [groups.kind === 'each' ? '(bucket, grp)' : '(bucket)'] : []),
    groups.kind === 'each' ? '(grp)' : '()',
  ].join(', ');
  const interval = starts.length > 0 ? 'CASE WHEN grouping(bucket) = 0 THEN bucket END' : 'NULL';
  return sql`
    WITH seen AS MATERIALIZED (
      SELECT ${bucket} AS bucket, ${group} AS grp, ${join(columns, ', ')}
      FROM pugmark_events_v1
      WHERE ${isWithin(span)} AND ${isAnyOf(plain.map(({ measure }) => measure.of))}${
        groupBy ? others(group, groups, only) : raw('')
      }
    )
    SELECT (${raw(interval)})::float8 AS interval, ${raw(groups.kind === 'each' ? 'grp::text' : 'NULL::text')} AS "group",
      ${join(figures, ', ')}
    FROM seen GROUP BY GROUPING SETS (${raw(sets)})`;
}

function others(group: Sql, groups: Groups, only: ReadonlySet<string> | undefined): Sql {
  if (groups.kind !== 'others') return raw('');
  const known = groups.named.filter((each) => each !== null).map((each) => JSON.stringify(each));
  const isNullNamed = groups.named.includes(null);
  const isNamed = sql`((${group} = ANY (${known}::jsonb[])) IS TRUE OR (${group} IS NULL AND ${isNullNamed}::boolean))`;
  if (!only) return sql` AND NOT ${isNamed}`;
  const texts = [...only].filter((key) => key !== '');
  const isKnown = sql`((${group} = ANY (${texts}::jsonb[])) IS TRUE OR (${group} IS NULL AND ${only.has('')}::boolean))`;
  return sql` AND NOT ${isNamed} AND ${isKnown}`;
}

/** What a measure looks at in one event; NULL where the event is none of its own. */
function columnOf(measure: PlainMeasure): Sql {
  const when = (value: Sql) => sql`CASE WHEN ${isSelected(measure.of)} THEN ${value} END`;
  if (measure.kind === 'count') return when(raw('1'));
  if (measure.kind === 'persons') return when(raw('person_id'));
  const value = operandSql({ property: measure.property });
  return when(measure.kind === 'distinct' ? value : numberOf(value));
}

function figureOf(measure: PlainMeasure, index: number): Sql {
  const value = `v${index}`;
  switch (measure.kind) {
    case 'count':
    case 'numbers':
      return raw(`count(${value})::float8`);
    case 'persons':
    case 'distinct':
      return raw(`count(DISTINCT ${value})::float8`);
    case 'quantile':
      return sql`percentile_cont(${measure.q}::float8) WITHIN GROUP (ORDER BY ${raw(value)}::float8)`;
    default:
      return raw(`${measure.kind}(${value})::text`);
  }
}

interface Counting {
  measure: RetainedMeasure;
  question: ResolvedMetric;
  read: Read;
  groups: Groups;
  only?: ReadonlySet<string> | undefined;
  put(interval: number, group: JsonValue | undefined, value: number): void;
}

function countRetained(
  persons: readonly Retained[],
  { measure, question, read, groups, only, put }: Counting,
): void {
  const named = groups.kind === 'others' ? new Set(groups.named.map(groupKey)) : undefined;
  const counts = new Map<string, { interval: number; group: JsonValue | undefined; count: number }>();
  for (const { at, group, isBack } of persons) {
    const key = question.groupBy ? groupKey(group) : '';
    if (named?.has(key) || (only && !only.has(key))) continue;
    const intervals = read.starts.length > 0 ? [-1, intervalOf(read.starts, at)] : [-1];
    for (const interval of intervals) {
      const name = cellKey(interval, groups.kind === 'each' ? key : '');
      const known = counts.get(name) ?? { interval, group, count: 0 };
      // Also when nobody is counted, so that the group is there.
      known.count += Number(measure.kind === 'cohort' || isBack);
      counts.set(name, known);
    }
  }
  for (const { interval, group, count } of counts.values()) put(interval, group, count);
}
