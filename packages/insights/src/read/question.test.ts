import { readPlan } from '@pugmark/plan';
import { expect, it } from 'vitest';
import { readQuestion } from './question.ts';

const { plan } = readPlan({
  version: 1,
  name: 'shop',
  timeZone: 'Asia/Shanghai',
  events: { order_paid: { properties: { amount: 'number', channel: ['wechat', 'card'] } } },
  metrics: { revenue: { sum: 'order_paid.amount' }, share: { formula: 'revenue / opening_hours' } },
  figures: { opening_hours: null },
  funnels: { buy: { steps: ['order_paid', 'order_paid'], window: { hours: 2 }, order: 'any' } },
});
const range = { last: { days: 7 } };
const read = (question: object) => readQuestion(question, { plan }, Date.parse('2026-11-30T12:00:00Z'));

it.each([
  [{ kind: 'metrik' }, 'kind: must be metric, funnel, retention, paths; it is "metrik"'],
  [
    { kind: 'metric', metric: 'revenu', range },
    'metric: there is no metric "revenu"; did you mean "revenue"?',
  ],
  [
    { kind: 'metric', metric: { count: 'order_payed' }, range },
    'metric.count: the plan has no event "order_payed"; did you mean "order_paid"?',
  ],
  [
    { kind: 'metric', metric: { sum: 'order_paid.amout' }, range },
    'metric.sum: "order_paid" has no property "amout" in the plan; did you mean "amount"?',
  ],
  [
    { kind: 'metric', metric: { sum: 'order_paid' }, range },
    'metric.sum: needs order_paid.property: it works on the values of a property',
  ],
  [
    { kind: 'metric', metric: 'revenue', range, timeZone: 'Asia/Shanghi' },
    'timeZone: there is no time zone "Asia/Shanghi"; did you mean "Asia/Shanghai"?',
  ],
  [
    { kind: 'metric', metric: 'revenue', range: { from: '2026-11-01', to: '2026-11-02T00:00:00Z' } },
    'range.from: must be an instant such as 2026-10-01T00:00:00Z, or ms since 1970; it is "2026-11-01"',
  ],
  [
    {
      kind: 'metric',
      metric: 'revenue',
      range: { from: '2010-01-01T00:00:00Z', to: '2026-11-02T00:00:00Z' },
    },
    'range: is longer than ten years',
  ],
  [
    { kind: 'metric', metric: 'revenue', range: { last: { days: 3000 } }, interval: 'hour' },
    'interval: gives more than 5000 points: ask for a longer interval or a shorter range',
  ],
  [
    { kind: 'metric', metric: 'revenue', range, groupBy: { fact: 'utm_source' } },
    'groupBy.fact: there is no fact "utm_source"; did you mean "utmSource"?',
  ],
  [
    { kind: 'metric', metric: 'revenue', range, where: { property: 'amount', op: '~', value: 1 } },
    'where.op: must be =, !=, in, >, >=, <, <=, contains, exists; it is "~"',
  ],
  [{ kind: 'metric', metric: 'revenue', range, limits: 3 }, 'a question of kind metric has no "limits"'],
  [
    { kind: 'metric', metric: { formula: 'revenue +' }, range },
    'metric.formula: something is missing at the end in "revenue +"',
  ],
  [{ kind: 'funnel', steps: 'bye', range }, 'steps: there is no funnel "bye"; did you mean "buy"?'],
])('says what is wrong with %j, and what it should be', (question, message) => {
  expect(() => read(question)).toThrow(message);
});

it('takes metrics, funnels and the time zone from the plan', () => {
  expect(read({ kind: 'funnel', steps: 'buy', range })).toMatchObject({
    timeZone: 'Asia/Shanghai',
    window: 7_200_000,
    order: 'any',
    names: ['order_paid', 'order_paid'],
  });
  expect(read({ kind: 'metric', metric: 'share', range })).toMatchObject({
    metric: { formula: { kind: '/', right: { kind: 'constant', value: null } } },
  });
});

it('gives a value in a text the type that the plan gives the property', () => {
  const where = (reference: string) =>
    read({ kind: 'metric', metric: { count: reference }, range }) as unknown as {
      metric: { measures: [{ of: { where: { value: unknown } } }] };
    };
  expect(where('order_paid where amount = 3').metric.measures[0].of.where.value).toBe(3);
  expect(where('order_paid where channel = wechat').metric.measures[0].of.where.value).toBe('wechat');
});
