import type { Plan } from '@pugmark/plan';
import type { JsonValue } from '@pugmark/store';
import type { Completeness, Figure, MetricAnswer } from '../model/answer.ts';
import type { MetricQuestion, Operand, Range } from '../model/question.ts';
import { localTime } from '../time/zone.ts';

export interface DailyRow {
  /** Of the time zone, such as `2026-10-31`. */
  date: string;
  [metric: string]: Figure | string;
}

export interface Daily {
  timeZone: string;
  totals: Record<string, Figure>;
  daily: DailyRow[];
  completeness: Completeness;
}

type AskMetric = (question: MetricQuestion) => Promise<MetricAnswer>;

/** Metrics of the plan by day, one row each. */
export async function tellDaily(
  names: readonly string[],
  { ask, range, timeZone }: { ask: AskMetric; range: Range; timeZone: string },
): Promise<Daily> {
  const rows = new Map<string, DailyRow>();
  const totals: Record<string, Figure> = {};
  let completeness: Completeness | undefined;
  for (const metric of names) {
    const answer = await ask({ kind: 'metric', metric, range, timeZone, interval: 'day' });
    completeness ??= answer.completeness;
    const [series] = answer.series;
    totals[metric] = series?.total ?? null;
    for (const { time, value } of series?.points ?? []) {
      const date = dateOf(Date.parse(time), timeZone);
      const row = rows.get(date) ?? { date };
      row[metric] = value;
      rows.set(date, row);
    }
  }
  return { timeZone, totals, daily: [...rows.values()], completeness: completeness ?? NOTHING };
}

const NOTHING: Completeness = { numbered: 0, lost: 0, dropped: 0, rejected: 0, sampled: 0, share: null };

const dateOf = (time: number, timeZone: string) =>
  new Date(localTime(time, timeZone)).toISOString().slice(0, 10);

export interface GroupRow {
  group: JsonValue;
  [metric: string]: JsonValue;
}

/** Metrics of the plan by the value of a property, one row each. */
export async function tellByGroup(
  names: readonly string[],
  parts: { ask: AskMetric; range: Range; timeZone: string; groupBy: Operand },
): Promise<{ rows: GroupRow[]; completeness: Completeness }> {
  const rows = new Map<string, GroupRow>();
  let completeness: Completeness | undefined;
  for (const metric of names) {
    const { ask, ...question } = parts;
    const answer = await ask({ kind: 'metric', metric, ...question });
    completeness ??= answer.completeness;
    for (const { group = null, total } of answer.series) {
      const key = JSON.stringify(group);
      const row = rows.get(key) ?? { group, ...Object.fromEntries(names.map((name) => [name, null])) };
      row[metric] = total;
      rows.set(key, row);
    }
  }
  return { rows: [...rows.values()], completeness: completeness ?? NOTHING };
}

/** Metrics that an event with the property is counted in, and nothing else. */
export function metricsWith(plan: Plan, property: string): string[] {
  return Object.entries(plan.metrics)
    .filter(
      ([, { references }]) =>
        references.length > 0 &&
        references.every(({ event }) => Object.hasOwn(plan.events[event]?.properties ?? {}, property)),
    )
    .map(([name]) => name);
}
