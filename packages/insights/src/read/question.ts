import { QuestionError } from '../model/errors.ts';
import type { Duration, FunnelOrder, Interval, Operand, Question, Subject } from '../model/question.ts';
import type { Condition, ResolvedQuestion, Selection, Span } from '../model/resolved.ts';
import { intervalStarts, lastDays, previousSpan } from '../time/intervals.ts';
import { isTimeZone } from '../time/zone.ts';
import { type Catalogue, nearest } from './catalogue.ts';
import { readCondition } from './condition.ts';
import { readMetric } from './metric.ts';
import { readOperand } from './operand.ts';
import { narrow, readReference } from './reference.ts';
import { type Fields, isFields, readName, readWhole, readWord, refuseOthers, show } from './values.ts';

const COMMON = ['kind', 'range', 'timeZone', 'where', 'sql'];
const FIELDS = {
  metric: ['metric', 'interval', 'groupBy', 'limit', 'compare'],
  funnel: ['steps', 'by', 'window', 'order', 'exclude', 'groupBy'],
  retention: ['start', 'return', 'interval', 'periods', 'first'],
  paths: ['anchor', 'direction', 'steps', 'by', 'limit'],
};
const KINDS = Object.keys(FIELDS) as Question['kind'][];
const INTERVALS: readonly Interval[] = ['hour', 'day', 'week', 'month'];
const SUBJECTS: readonly Subject[] = ['person', 'device', 'session'];
const ORDERS: readonly FunnelOrder[] = ['ordered', 'strict', 'any'];

/** Ten years, which nobody looks at by the hour. */
const MAX_RANGE = 3660 * 86_400_000;
const MAX_POINTS = 5000;
const MAX_GROUPS = 10_000;
const MAX_STEPS = 20;
/** Half a year. */
const MAX_WINDOW = 184 * 86_400_000;
const DAY = 86_400_000;

interface Common {
  range: Span;
  timeZone: string;
  now: number;
}

/**
 * Looks up every name and fills in every default.
 *
 * @param now The instant of the question, in ms.
 * @throws QuestionError that tells what is wrong, where, and what it should be.
 */
export function readQuestion(question: unknown, catalogue: Catalogue, now: number): ResolvedQuestion {
  if (!isFields(question))
    throw new QuestionError('bad_question', '', `a question must be an object; it is ${show(question)}`);
  const kind = readWord(question.kind, KINDS, 'kind');
  refuseOthers(question, [...COMMON, ...FIELDS[kind]], '', `a question of kind ${kind}`);
  const timeZone = readTimeZone(question.timeZone ?? catalogue.plan?.timeZone ?? 'UTC');
  const common: Common = { range: readRange(question.range, timeZone, now), timeZone, now };
  const where = question.where === undefined ? undefined : readCondition(question.where, 'where', catalogue);
  switch (kind) {
    case 'metric':
      return metric(question, common, where, catalogue);
    case 'funnel':
      return funnel(question, common, where, catalogue);
    case 'retention':
      return retention(question, common, where, catalogue);
    case 'paths':
      return paths(question, common, where, catalogue);
  }
}

function metric(
  given: Fields,
  common: Common,
  where: Condition | undefined,
  catalogue: Catalogue,
): ResolvedQuestion {
  const { range, timeZone } = common;
  const interval = given.interval === undefined ? undefined : readWord(given.interval, INTERVALS, 'interval');
  if (interval) checkPoints(range, interval, timeZone);
  if (given.compare !== undefined) readWord(given.compare, ['previous'], 'compare');
  return {
    kind: 'metric',
    ...common,
    metric: readMetric(given.metric, 'metric', catalogue, where),
    interval,
    groupBy: readGroupBy(given.groupBy, catalogue),
    limit: given.limit === undefined ? MAX_GROUPS : readWhole(given.limit, 'limit', 1, MAX_GROUPS),
    previous: given.compare === undefined ? undefined : previousSpan(range, timeZone),
  };
}

function funnel(
  given: Fields,
  common: Common,
  where: Condition | undefined,
  catalogue: Catalogue,
): ResolvedQuestion {
  const planned = typeof given.steps === 'string' ? plannedFunnel(given.steps, catalogue) : undefined;
  const asked: Fields = { ...planned, ...given, steps: planned ? planned.steps : given.steps };
  if (!Array.isArray(asked.steps) || asked.steps.length < 1 || asked.steps.length > MAX_STEPS)
    throw new QuestionError(
      'bad_steps',
      'steps',
      `must be the name of a funnel, or a list of 1 to ${MAX_STEPS} events; it is ${show(asked.steps)}`,
    );
  const steps = asked.steps.map((step, index) => readReference(step, `steps[${index}]`, catalogue));
  return {
    kind: 'funnel',
    ...common,
    steps: steps.map(({ selection }) => narrow(selection, where)),
    names: steps.map(({ name }) => name),
    by: asked.by === undefined ? 'person' : readWord(asked.by, SUBJECTS, 'by'),
    window: asked.window === undefined ? DAY : readDuration(asked.window, 'window'),
    order: asked.order === undefined ? 'ordered' : readWord(asked.order, ORDERS, 'order'),
    exclude: readExclude(asked.exclude, catalogue),
    groupBy: readGroupBy(asked.groupBy, catalogue),
  };
}

function plannedFunnel(name: string, { plan }: Catalogue): Fields {
  const found = plan && Object.hasOwn(plan.funnels, name) ? plan.funnels[name] : undefined;
  if (!found)
    throw new QuestionError(
      'unknown_funnel',
      'steps',
      `there is no funnel ${show(name)}${nearest(name, Object.keys(plan?.funnels ?? {}))}`,
    );
  return {
    steps: found.steps.map(({ text }) => text),
    ...(found.window && { window: found.window }),
    ...(found.order && { order: found.order }),
    ...(found.by && { by: found.by }),
    ...(found.exclude && { exclude: found.exclude.map(({ text }) => text) }),
    ...(found.breakdown && { groupBy: found.breakdown }),
  };
}

function retention(
  given: Fields,
  common: Common,
  where: Condition | undefined,
  catalogue: Catalogue,
): ResolvedQuestion {
  const interval = readWord(given.interval, ['day', 'week'] as const, 'interval');
  checkPoints(common.range, interval, common.timeZone);
  return {
    kind: 'retention',
    ...common,
    start: narrow(readReference(given.start, 'start', catalogue).selection, where),
    return: narrow(readReference(given.return, 'return', catalogue).selection, where),
    interval,
    periods: readWhole(given.periods, 'periods', 0, 366),
    first: given.first === undefined ? 'ever' : readWord(given.first, ['ever', 'range'] as const, 'first'),
  };
}

function paths(
  given: Fields,
  common: Common,
  where: Condition | undefined,
  catalogue: Catalogue,
): ResolvedQuestion {
  return {
    kind: 'paths',
    ...common,
    anchor: readReference(given.anchor, 'anchor', catalogue).selection,
    direction:
      given.direction === undefined
        ? 'after'
        : readWord(given.direction, ['after', 'before'] as const, 'direction'),
    steps: given.steps === undefined ? 3 : readWhole(given.steps, 'steps', 1, MAX_STEPS),
    by: given.by === undefined ? 'session' : readWord(given.by, ['session', 'person'] as const, 'by'),
    limit: given.limit === undefined ? 20 : readWhole(given.limit, 'limit', 1, 1000),
    where,
  };
}

function readTimeZone(value: unknown): string {
  const name = readName(value, 'timeZone');
  if (isTimeZone(name)) return name;
  const known = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
  throw new QuestionError(
    'unknown_time_zone',
    'timeZone',
    `there is no time zone ${show(name)}${nearest(name, known)}`,
  );
}

function readRange(value: unknown, timeZone: string, now: number): Span {
  if (!isFields(value))
    throw new QuestionError(
      'bad_range',
      'range',
      `must be { from, to } or { last: { days: 7 } }; it is ${show(value)}`,
    );
  if (value.last !== undefined) {
    refuseOthers(value, ['last'], 'range', 'a range');
    if (!isFields(value.last))
      throw new QuestionError('bad_range', 'range.last', `must be { days: 7 }; it is ${show(value.last)}`);
    refuseOthers(value.last, ['days'], 'range.last', 'the last');
    return lastDays(readWhole(value.last.days, 'range.last.days', 1, 3660), now, timeZone);
  }
  refuseOthers(value, ['from', 'to'], 'range', 'a range');
  const from = readInstant(value.from, 'range.from');
  const to = readInstant(value.to, 'range.to');
  if (to < from) throw new QuestionError('bad_range', 'range', '"to" lies before "from"');
  if (to - from > MAX_RANGE) throw new QuestionError('range_too_long', 'range', 'is longer than ten years');
  return { from, to };
}

/** With a zone, or a moment in ms: a text without one would mean the zone of the server. */
function readInstant(value: unknown, path: string): number {
  const isText = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})$/i.test(value);
  const time = isText ? Date.parse(value) : value instanceof Date ? value.getTime() : value;
  if (typeof time === 'number' && Math.abs(time) <= 8.64e15 && time >= -62_135_596_800_000)
    return Math.trunc(time);
  throw new QuestionError(
    'bad_instant',
    path,
    `must be an instant such as 2026-10-01T00:00:00Z, or ms since 1970; it is ${show(value)}`,
  );
}

function checkPoints(range: Span, interval: Interval, timeZone: string): void {
  const length = { hour: 3_600_000, day: DAY, week: 7 * DAY, month: 28 * DAY }[interval];
  const isTooMany = (range.to - range.from) / length > MAX_POINTS + 1;
  if (!isTooMany && intervalStarts(range, interval, timeZone).length <= MAX_POINTS) return;
  throw new QuestionError(
    'too_many_points',
    'interval',
    `gives more than ${MAX_POINTS} points: ask for a longer interval or a shorter range`,
  );
}

function readGroupBy(value: unknown, catalogue: Catalogue): Operand | undefined {
  if (value === undefined) return undefined;
  if (!isFields(value))
    throw new QuestionError(
      'bad_operand',
      'groupBy',
      `must be { property }, { fact } or { field }; it is ${show(value)}`,
    );
  refuseOthers(value, ['property', 'fact', 'field'], 'groupBy', 'a groupBy');
  return readOperand(value, 'groupBy', catalogue);
}

function readExclude(value: unknown, catalogue: Catalogue): Selection[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > MAX_STEPS)
    throw new QuestionError('bad_exclude', 'exclude', `must be a list of events; it is ${show(value)}`);
  return value.map((each, index) => readReference(each, `exclude[${index}]`, catalogue).selection);
}

function readDuration(value: unknown, path: string): number {
  const units = { days: DAY, hours: 3_600_000, minutes: 60_000 } satisfies Record<keyof Duration, number>;
  if (isFields(value)) {
    refuseOthers(value, Object.keys(units), path, 'a time');
    const ms = Object.entries(units).reduce(
      (sum, [unit, length]) => sum + Number(value[unit] ?? 0) * length,
      0,
    );
    if (ms > 0 && ms <= MAX_WINDOW) return Math.round(ms);
  }
  throw new QuestionError(
    'bad_duration',
    path,
    `must be a time such as { hours: 24 }, of half a year at most; it is ${show(value)}`,
  );
}
