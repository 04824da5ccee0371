import { describe, expect, it } from 'vitest';
import { ask } from './ask.ts';
import type { Question } from './model/question.ts';
import { at, sourceOf } from './testing/events.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const NOVEMBER = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };

async function answer<const Q extends Question>(question: Q, ...events: ReturnType<typeof at>[]) {
  return ask(question, await sourceOf(events), { now: () => NOW, figures: { cost: 10 } });
}

const total = async (metric: object, ...events: ReturnType<typeof at>[]) =>
  (
    (await answer({ kind: 'metric', metric, range: NOVEMBER } as never, ...events)) as {
      series: { total: unknown }[];
    }
  ).series[0]?.total;

describe('time', () => {
  it('gives a point for each interval that the range touches, and counts nothing outside the range', async () => {
    const { series } = await answer(
      {
        kind: 'metric',
        metric: { count: 'a' },
        range: { from: '2026-11-04T12:00:00Z', to: '2026-11-09T12:00:00Z' },
        interval: 'week',
      },
      at('2026-11-04T11:59:59.999Z', 'a'),
      at('2026-11-04T12:00:00Z', 'a'),
      at('2026-11-09T00:00:00Z', 'a'),
      at('2026-11-09T12:00:00Z', 'a'),
    );
    expect(series).toEqual([
      {
        points: [
          { time: '2026-11-02T00:00:00.000Z', value: 1 },
          { time: '2026-11-09T00:00:00.000Z', value: 1 },
        ],
        total: 2,
      },
    ]);
  });

  it('has the hour that clocks repeat twice, and the one that they skip not at all', async () => {
    const hours = async (from: string, to: string) =>
      (
        await answer({
          kind: 'metric',
          metric: { count: 'a' },
          range: { from, to },
          interval: 'hour',
          timeZone: 'America/New_York',
        })
      ).series[0]?.points.map(({ time }) => time);
    expect(await hours('2026-11-01T04:00:00Z', '2026-11-01T08:00:00Z')).toEqual([
      '2026-11-01T04:00:00.000Z',
      '2026-11-01T05:00:00.000Z',
      '2026-11-01T06:00:00.000Z',
      '2026-11-01T07:00:00.000Z',
    ]);
    expect(await hours('2027-03-14T06:30:00Z', '2027-03-14T08:00:00Z')).toEqual([
      '2027-03-14T06:00:00.000Z',
      '2027-03-14T07:00:00.000Z',
    ]);
  });

  it('takes the last days of the zone, today included', async () => {
    const { series } = await answer(
      {
        kind: 'metric',
        metric: { count: 'a' },
        range: { last: { days: 2 } },
        interval: 'day',
        timeZone: 'Asia/Shanghai',
      },
      at('2026-11-28T15:59:59.999Z', 'a'),
      at('2026-11-28T16:00:00Z', 'a'),
    );
    expect(series[0]?.points).toEqual([
      { time: '2026-11-28T16:00:00.000Z', value: 1 },
      { time: '2026-11-29T16:00:00.000Z', value: 0 },
    ]);
  });

  it('compares with the days before, also when one of them has 25 hours', async () => {
    const { series } = await answer(
      {
        kind: 'metric',
        metric: { count: 'a' },
        range: { from: '2026-11-02T05:00:00Z', to: '2026-11-04T05:00:00Z' },
        timeZone: 'America/New_York',
        compare: 'previous',
      },
      // The first minute of 31 October in New York, and the last one of the day before.
      at('2026-10-31T04:00:00Z', 'a'),
      at('2026-10-31T03:59:00Z', 'a'),
    );
    expect(series[0]?.previous).toEqual({ points: [], total: 1 });
  });
});

describe('persons', () => {
  it('are known by the first binding of their device after an event, else by the last one before', async () => {
    const device = { deviceId: 'd' };
    const persons = await answer(
      { kind: 'metric', metric: { count: '*' }, range: NOVEMBER, groupBy: { field: 'personId' } },
      at('2026-11-01T01:00:00Z', 'a', device),
      at('2026-11-01T02:00:00Z', 'a', { ...device, userId: 'ann' }),
      at('2026-11-01T03:00:00Z', 'a', device),
      at('2026-11-01T04:00:00Z', 'a', { ...device, userId: 'bob' }),
      at('2026-11-01T05:00:00Z', 'a', device),
      at('2026-11-01T06:00:00Z', 'a', { deviceId: 'alone' }),
      at('2026-11-01T07:00:00Z', 'a', { deviceId: 'server', userId: 'ann' }),
      at('2026-11-01T08:00:00Z', 'a', { deviceId: 'server' }),
    );
    expect(persons.series.map(({ group, total: count }) => [group, count])).toEqual([
      ['ann', 3],
      ['bob', 3],
      [null, 1],
      ['alone', 1],
    ]);
  });
});

describe('metrics', () => {
  const paid = (amount: unknown, changes = {}) =>
    at('2026-11-05T00:00:00Z', 'paid', { properties: { amount } as never, ...changes });

  it('sum decimals exactly, and numbers only', async () => {
    expect(await total({ sum: 'paid.amount' }, paid(0.1), paid(0.2), paid('7'), paid(null), paid([5]))).toBe(
      0.3,
    );
    expect(await total({ avg: 'paid.amount' }, paid(0.1), paid(0.2), paid('7'))).toBe(0.15);
  });

  it('of nothing are 0 for counts and sums, and null for all others', async () => {
    const kinds = [{ count: 'paid' }, { unique: 'paid' }, { sum: 'paid.amount' }];
    expect(await Promise.all(kinds.map((kind) => total(kind)))).toEqual([0, 0, 0]);
    const others = [
      { avg: 'paid.amount' },
      { min: 'paid.amount' },
      { max: 'paid.amount' },
      { quantile: 'paid.amount', q: 0.5 },
      { perPerson: 'paid' },
      { ratio: ['paid', 'paid'] },
      { ratioOfSums: ['paid.amount', 'paid.amount'] },
      { retention: ['paid', 'paid'], days: 1 },
      { count: 'paid', times: 'a figure that nobody has configured' },
      { formula: 'cost / (1 - 1)' },
    ];
    expect(await Promise.all(others.map((kind) => total(kind)))).toEqual(others.map(() => null));
  });

  it('compare values with their type', async () => {
    const where = (value: unknown) => ({ event: 'paid', where: { property: 'amount', op: '=', value } });
    expect(await total({ count: where(3) }, paid(3), paid('3'))).toBe(1);
    const not = { event: 'paid', where: { property: 'amount', op: '!=', value: 3 } };
    expect(await total({ count: not }, paid(3), paid('3'), paid(undefined), paid(null))).toBe(3);
  });

  it('lie in proportion between neighbours at a quantile', async () => {
    expect(
      await total({ quantile: 'paid.amount', q: 0.95 }, paid(10), paid(20), paid(30), paid(40)),
    ).toBeCloseTo(38.5);
  });

  it('are computed from others and from configured figures', async () => {
    expect(
      await total({ formula: 'one * cost + 1', metrics: { one: { count: 'paid' } } }, paid(1), paid(2)),
    ).toBe(21);
  });

  it('keep the largest groups, and compute the rest from its events', async () => {
    const of = (channel: string | undefined, deviceId: string) =>
      at('2026-11-05T00:00:00Z', 'paid', { deviceId, properties: channel ? { channel } : {} });
    const { series } = await answer(
      {
        kind: 'metric',
        metric: { unique: 'paid' },
        range: NOVEMBER,
        groupBy: { property: 'channel' },
        limit: 1,
      },
      of('wechat', '1'),
      of('wechat', '2'),
      of('alipay', '3'),
      of('card', '3'),
      of(undefined, '4'),
    );
    expect(series).toEqual([
      { group: 'wechat', points: [], total: 2 },
      { other: true, points: [], total: 2 },
    ]);
  });
});

describe('a funnel', () => {
  const steps = ['a', 'b', 'c'];
  const funnel = { kind: 'funnel', steps, range: NOVEMBER, window: { hours: 1 } } as const;

  it('includes the end of its window, and looks past the end of the range', async () => {
    const { groups } = await answer(
      funnel,
      at('2026-11-30T23:30:00Z', 'a'),
      at('2026-12-01T00:00:00Z', 'b'),
      at('2026-12-01T00:30:00Z', 'c'),
    );
    expect(groups).toEqual([
      {
        steps: [
          { event: 'a', count: 1, fromFirst: 1, fromPrevious: 1, medianMs: null },
          { event: 'b', count: 1, fromFirst: 1, fromPrevious: 1, medianMs: 1_800_000 },
          { event: 'c', count: 1, fromFirst: 1, fromPrevious: 1, medianMs: 1_800_000 },
        ],
      },
    ]);
  });

  it('shows zeros and null for nobody, and no group at all', async () => {
    const nobody = { count: 0, fromFirst: null, medianMs: null };
    expect((await answer(funnel)).groups).toEqual([
      {
        steps: [
          { event: 'a', ...nobody, fromPrevious: 1 },
          { event: 'b', ...nobody, fromPrevious: null },
          { event: 'c', ...nobody, fromPrevious: null },
        ],
      },
    ]);
    expect((await answer({ ...funnel, groupBy: { fact: 'utmSource' } })).groups).toEqual([]);
  });

  it('ends an attempt at an excluded event, and counts a later one that gets further', async () => {
    const counts = async (...events: ReturnType<typeof at>[]) =>
      (await answer({ ...funnel, exclude: ['x'] }, ...events)).groups[0]?.steps.map(({ count }) => count);
    const start = at('2026-11-02T00:00:00Z', 'a');
    const left = at('2026-11-02T00:10:00Z', 'x');
    const next = at('2026-11-02T00:20:00Z', 'b');
    expect(await counts(start, left, next)).toEqual([1, 0, 0]);
    expect(await counts(start, left, at('2026-11-02T00:15:00Z', 'a'), next)).toEqual([1, 1, 0]);
  });
});

describe('retention', () => {
  it('counts the start event itself, and says nothing of days that have not begun', async () => {
    const { cohorts } = await answer(
      {
        kind: 'retention',
        start: 'a',
        return: '*',
        range: { from: '2026-11-28T00:00:00Z', to: '2026-11-30T00:00:00Z' },
        interval: 'day',
        periods: 3,
      },
      at('2026-11-28T10:00:00Z', 'b'),
      at('2026-11-28T11:00:00Z', 'a'),
      at('2026-11-30T11:00:00Z', 'b'),
    );
    expect(cohorts).toEqual([
      { time: '2026-11-28T00:00:00.000Z', size: 1, returned: [1, 0, 1, null] },
      { time: '2026-11-29T00:00:00.000Z', size: 0, returned: [0, 0, null, null] },
    ]);
  });
});

describe('paths', () => {
  it('begin at the first anchor of each session, and name the earlier event first', async () => {
    const events = ['a', 'b', 'a', 'c'].map((name, index) => at(`2026-11-02T00:0${index}:00Z`, name));
    const links = async (direction: 'after' | 'before', anchor: string) =>
      (await answer({ kind: 'paths', anchor, direction, steps: 2, range: NOVEMBER }, ...events)).links;
    expect(await links('after', 'a')).toEqual([
      { step: 1, from: 'a', to: 'b', count: 1 },
      { step: 2, from: 'b', to: 'a', count: 1 },
    ]);
    expect(await links('before', 'c')).toEqual([
      { step: 1, from: 'a', to: 'c', count: 1 },
      { step: 2, from: 'b', to: 'a', count: 1 },
    ]);
  });
});

describe('an answer', () => {
  it('says how complete it is, over the whole streams that have an event in the range', async () => {
    const of = (streamId: string, seq: number, time: string) => at(time, 'a', { streamId, seq });
    const source = await sourceOf(
      [
        of('s', 1, '2026-10-31T00:00:00Z'),
        of('s', 4, '2026-11-01T00:00:00Z'),
        of('before', 9, '2026-10-01T00:00:00Z'),
        at('2026-11-01T00:00:00Z', 'a'),
      ],
      [{ streamId: 's', reason: 'overflow', ranges: [[2, 2]] }],
    );
    const { completeness, computedAt, freshUntil } = await ask(
      { kind: 'metric', metric: { count: 'a' }, range: NOVEMBER },
      source,
      { now: () => NOW },
    );
    expect(completeness).toEqual({ numbered: 4, lost: 1, dropped: 1, rejected: 0, sampled: 0, share: 0.5 });
    expect(computedAt).toBe('2026-11-30T12:00:00.000Z');
    expect(freshUntil > computedAt).toBe(true);
  });
});
