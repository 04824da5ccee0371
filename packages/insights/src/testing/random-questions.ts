import fc from 'fast-check';
import type { EventReference, MetricDefinition, Operand, Question, Range, Where } from '../model/question.ts';

const name = fc.constantFrom('a', 'b', 'c', 'x');

const operand: fc.Arbitrary<Operand> = fc.constantFrom<Operand>(
  { property: 'amount' },
  { property: 'tag' },
  { fact: 'utmSource' },
  { field: 'personId' },
  { field: 'platform' },
  { field: 'userId' },
);

const jsonValue = fc.constantFrom<never[] | unknown>(
  3,
  '3',
  0.1,
  5,
  'vip',
  'u1',
  'h5',
  'wechat',
  true,
  '中',
  '',
  '😀',
  '\uFFFD',
  null,
  [1, 'vip', null],
  { a: [2], b: 1 },
);

const test: fc.Arbitrary<Where> = fc
  .record({
    operand,
    op: fc.constantFrom('=', '!=', '>', '>=', '<', '<=', 'contains', 'in', 'exists'),
    value: jsonValue,
    more: jsonValue,
  })
  .map(({ operand: of, op, value, more }) => {
    const given = op === 'in' ? [value, more] : op === 'exists' ? value === 3 : value;
    return { ...of, op, value: given } as Where;
  });

const where: fc.Arbitrary<Where> = fc.letrec<{ where: Where }>((tie) => ({
  where: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    test,
    fc.array(tie('where'), { maxLength: 3 }).map((all): Where => ({ all })),
    fc.array(tie('where'), { maxLength: 3 }).map((any): Where => ({ any })),
    tie('where').map((not): Where => ({ not })),
  ),
})).where;

const event: fc.Arbitrary<EventReference> = fc.oneof(
  { weight: 4, arbitrary: name },
  { weight: 1, arbitrary: fc.constantFrom('a where tag = vip', 'b where amount = 3', '*') },
  { weight: 1, arbitrary: fc.record({ event: name, where }) },
);
const property: fc.Arbitrary<EventReference> = fc.oneof(
  fc.constantFrom('a.amount', 'b.amount', 'c.tag', '*.amount'),
  fc.record({ event: name, property: fc.constantFrom('amount', 'tag'), where }),
);

const pairOf = (one: fc.Arbitrary<EventReference>) => fc.tuple(one, one);

const metric: fc.Arbitrary<MetricDefinition> = fc.oneof(
  fc.oneof(event, property).map((unique) => ({ unique, cumulative: true })),
  event.map((count) => ({ count })),
  fc.oneof(event, property).map((unique) => ({ unique })),
  property.map((sum) => ({ sum })),
  property.map((avg) => ({ avg })),
  property.map((min) => ({ min })),
  property.map((max) => ({ max })),
  fc.record({ quantile: property, q: fc.constantFrom(0, 0.25, 0.5, 0.95, 1) }),
  event.map((perPerson) => ({ perPerson })),
  pairOf(event).map((ratio) => ({ ratio })),
  pairOf(property).map((ratioOfSums) => ({ ratioOfSums })),
  pairOf(fc.oneof(event, property)).map((ratioOfUniques) => ({ ratioOfUniques })),
  fc.record({ retention: pairOf(event), days: fc.constantFrom(0, 1, 7) }),
  fc.record({
    formula: fc.constantFrom('one / (one + two)', '(one - two) * 10', 'one * cost', 'one / cost'),
    metrics: fc.record({ one: event.map((count) => ({ count })), two: property.map((sum) => ({ sum })) }),
  }),
);

const timeZone = fc.constantFrom(
  'America/New_York',
  'Asia/Shanghai',
  'Asia/Kolkata',
  'UTC',
  'Australia/Lord_Howe',
);

const range: fc.Arbitrary<Range> = fc.oneof(
  fc
    .record({
      from: fc.constantFrom(
        '2026-10-31T23:30:00Z',
        '2026-11-01T05:00:00Z',
        '2027-03-14T05:00:00Z',
        '2026-10-31T04:00:00Z',
        '2026-12-30T16:00:00Z',
      ),
      hours: fc.constantFrom(0, 1, 24, 31, 71, 24 * 7, 24 * 14),
    })
    .map(({ from, hours }) => ({ from, to: Date.parse(from) + hours * 3_600_000 })),
  fc.constant({ from: '2026-10-01T00:00:00+08:00', to: '2027-04-01T00:00:00+08:00' }),
  fc.constant({ last: { days: 20 } }),
);

const common = { range, timeZone, where: fc.option(where, { nil: undefined, freq: 3 }) };

const interval = fc.option(fc.constantFrom('day', 'hour', 'week', 'month'), { nil: undefined });

/** Questions of every kind. */
export const randomQuestion = fc.oneof(
  fc
    .record({
      kind: fc.constant('metric'),
      metric,
      ...common,
      interval,
      groupBy: fc.option(operand, { nil: undefined }),
      limit: fc.option(fc.constantFrom(1, 2), { nil: undefined }),
      compare: fc.option(fc.constant('previous'), { nil: undefined }),
    })
    // Half a year by the hour is no question that is worth its time here.
    .map((question) =>
      ('last' in question.range || question.range.to === '2027-04-01T00:00:00+08:00') &&
      question.interval === 'hour'
        ? { ...question, interval: 'day' }
        : question,
    ),
  fc.record({
    kind: fc.constant('funnel'),
    ...common,
    steps: fc.array(event, { minLength: 1, maxLength: 4 }),
    by: fc.constantFrom('person', 'device', 'session'),
    window: fc.constantFrom({ hours: 1 }, { days: 1 }, { days: 10 }, { minutes: 30 }),
    order: fc.constantFrom('ordered', 'ordered', 'strict', 'any'),
    exclude: fc.option(fc.array(event, { maxLength: 2 }), { nil: undefined }),
    groupBy: fc.option(operand, { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('retention'),
    ...common,
    start: event,
    return: event,
    interval: fc.constantFrom('day', 'week'),
    periods: fc.constantFrom(0, 1, 3, 8),
    first: fc.option(fc.constantFrom('ever', 'range'), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('paths'),
    ...common,
    anchor: event,
    direction: fc.constantFrom('after', 'before'),
    steps: fc.constantFrom(1, 3),
    by: fc.constantFrom('session', 'person'),
    limit: fc.constantFrom(1, 20),
  }),
) as unknown as fc.Arbitrary<Question>;

export const FIGURES = { cost: 2.5 };
