import type { JsonValue } from '@pugmark/store';
import type { Point, Series } from '../model/answer.ts';
import type { Operand } from '../model/question.ts';
import {
  BEGINNING,
  isRetained,
  type Measure,
  type PropertyMeasure,
  type ResolvedMetric,
  type RetainedMeasure,
  type Selection,
  type Span,
} from '../model/resolved.ts';
import { addIntervals, intervalStarts } from '../time/intervals.ts';
import { localDay } from '../time/zone.ts';
import { canonical } from '../values/canonical.ts';
import { isSelected } from '../values/condition.ts';
import { createDecimalSum } from '../values/decimal.ts';
import { compute } from '../values/formula.ts';
import { byTotal, groupKey } from '../values/groups.ts';
import { operandValue, type PersonalEvent } from '../values/operand.ts';
import { quantileOf } from '../values/quantile.ts';
import { isIn } from './subject.ts';

/** What a measure counts, in the range and beyond it. */
interface Counted {
  event: PersonalEvent;
  group: JsonValue | undefined;
}

export function scanMetric(question: ResolvedMetric, events: readonly PersonalEvent[]): Series[] {
  const { groupBy, limit, previous } = question;
  const one = (span: Span, keep: (group: JsonValue | undefined) => boolean) =>
    figures(question, events, span, keep);
  const withPrevious = (keep: (group: JsonValue | undefined) => boolean) => ({
    ...one(question.range, keep),
    ...(previous && { previous: one(previous, keep) }),
  });
  if (!groupBy) return [withPrevious(() => true)];

  const groups = new Map<string, JsonValue>();
  for (const value of groupsIn(question, groupBy, events)) groups.set(groupKey(value), value ?? null);
  const all = [...groups].map(([key, group]) => ({
    group,
    ...withPrevious((value) => groupKey(value) === key),
  }));
  all.sort(byTotal);
  if (all.length <= limit) return all;
  const named = new Set(all.slice(0, limit).map(({ group }) => groupKey(group)));
  const known = new Set(groups.keys());
  const isOther = (value: JsonValue | undefined) => !named.has(groupKey(value)) && known.has(groupKey(value));
  return [...all.slice(0, limit), { other: true, ...withPrevious(isOther) }];
}

/** Of every event that is counted in the range, and of the first start of every person that is. */
function groupsIn(
  { metric, range }: ResolvedMetric,
  groupBy: Operand,
  events: readonly PersonalEvent[],
): (JsonValue | undefined)[] {
  const counted = metric.measures.flatMap((measure) =>
    isRetained(measure)
      ? [...firstStarts(measure.start, events).values()].map((index) => events[index] as PersonalEvent)
      : events.filter((event) => isSelected(measure.of, event)),
  );
  const from = metric.isCumulative ? BEGINNING : range.from;
  return counted
    .filter((event) => isIn(event, { from, to: range.to }))
    .map((event) => operandValue(event, groupBy));
}

/** Where in the list each person begins. */
function firstStarts(start: Selection, events: readonly PersonalEvent[]): Map<string, number> {
  const firsts = new Map<string, number>();
  events.forEach((event, index) => {
    const { personId } = event;
    if (personId !== null && !firsts.has(personId) && isSelected(start, event)) firsts.set(personId, index);
  });
  return firsts;
}

function figures(
  question: ResolvedMetric,
  events: readonly PersonalEvent[],
  span: Span,
  keep: (group: JsonValue | undefined) => boolean,
): { points: Point[]; total: number | null } {
  const { metric, interval, timeZone, groupBy } = question;
  const counted: Counted[] = events.map((event) => ({
    event,
    group: groupBy && operandValue(event, groupBy),
  }));
  const since = ({ from, to }: Span): Span => ({ from: metric.isCumulative ? BEGINNING : from, to });
  const measureIn = (within: Span): number | null =>
    compute(
      metric.formula,
      metric.measures.map((measure) =>
        measureOf(measure, counted, { within: since(within), keep, question }),
      ),
    );
  const starts = interval ? intervalStarts(span, interval, timeZone) : [];
  const points = starts.map((start, index): Point => {
    const from = Math.max(start, span.from);
    const to = Math.min(starts[index + 1] ?? span.to, span.to);
    return { time: new Date(start).toISOString(), value: measureIn({ from, to }) };
  });
  return { points, total: measureIn(span) };
}

interface Scope {
  within: Span;
  keep(group: JsonValue | undefined): boolean;
  question: ResolvedMetric;
}

function measureOf(measure: Measure, all: readonly Counted[], scope: Scope): number | null {
  if (isRetained(measure)) return retained(measure, all, scope);
  const found = all
    .filter(
      ({ event, group }) => isIn(event, scope.within) && isSelected(measure.of, event) && scope.keep(group),
    )
    .map(({ event }) => event);
  if (measure.kind === 'count') return found.length;
  if (measure.kind === 'persons') return new Set(found.flatMap(({ personId }) => personId ?? [])).size;
  return ofProperty(measure, found);
}

function ofProperty(measure: PropertyMeasure, found: readonly PersonalEvent[]): number | null {
  const values = found
    .map((event) => operandValue(event, { property: measure.property }))
    .filter((value) => value !== undefined);
  if (measure.kind === 'distinct') return new Set(values.map(canonical)).size;
  const numbers = values.filter((value) => typeof value === 'number');
  switch (measure.kind) {
    case 'sum': {
      const sum = createDecimalSum();
      for (const number of numbers) sum.add(number);
      return sum.value();
    }
    case 'numbers':
      return numbers.length;
    case 'quantile':
      return numbers.length > 0
        ? quantileOf(
            [...numbers].sort((a, b) => a - b),
            measure.q,
          )
        : null;
    case 'min':
      return numbers.length > 0 ? numbers.reduce((a, b) => Math.min(a, b)) : null;
    case 'max':
      return numbers.length > 0 ? numbers.reduce((a, b) => Math.max(a, b)) : null;
  }
}

/** Persons whose first start event ever lies in the span, and those of them that returned on the n-th day after. */
function retained(
  { kind, start, return: back, days }: RetainedMeasure,
  all: readonly Counted[],
  { within, keep, question: { timeZone } }: Scope,
): number {
  const dayOf = ({ eventTime }: PersonalEvent) => localDay(Date.parse(eventTime), timeZone);
  const firsts = firstStarts(
    start,
    all.map(({ event }) => event),
  );
  const cohort = [...firsts]
    .map(([person, index]) => ({ person, index, counted: all[index] as Counted }))
    .filter(({ counted }) => isIn(counted.event, within) && keep(counted.group));
  if (kind === 'cohort') return cohort.length;
  return cohort.filter(({ person, index, counted }) => {
    const due = addIntervals(dayOf(counted.event), 'day', days);
    return all.some(
      ({ event }, place) =>
        place >= index && event.personId === person && isSelected(back, event) && dayOf(event) === due,
    );
  }).length;
}
