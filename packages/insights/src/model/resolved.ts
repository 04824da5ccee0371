import type { JsonValue } from '@pugmark/store';
import type { FunnelOrder, Interval, Operand, Operator, Subject } from './question.ts';

/** Questions as they are answered: every name looked up, every default filled in, every value checked. */

export type Condition =
  | { kind: 'all' | 'any'; conditions: readonly Condition[] }
  | { kind: 'not'; condition: Condition }
  | { kind: 'test'; operand: Operand; op: Exclude<Operator, '!='>; value: JsonValue };

/** Events of one name, or of any, that a condition holds for. */
export interface Selection {
  /** `undefined`: of any name. */
  event: string | undefined;
  where: Condition | undefined;
}

/** What is counted or summed in each interval and group. */
export type Measure = PlainMeasure | RetainedMeasure;

export type PlainMeasure =
  | { kind: 'count'; of: Selection }
  | { kind: 'persons'; of: Selection }
  | PropertyMeasure;

export type PropertyMeasure =
  | { kind: 'distinct' | 'sum' | 'numbers' | 'min' | 'max'; of: Selection; property: string }
  | { kind: 'quantile'; of: Selection; property: string; q: number };

/** Persons who began in the interval, and those of them who came back on the n-th day after. */
export interface RetainedMeasure {
  kind: 'cohort' | 'returned';
  start: Selection;
  return: Selection;
  days: number;
}

export const isRetained = (measure: Measure): measure is RetainedMeasure =>
  measure.kind === 'cohort' || measure.kind === 'returned';

/** How the figure comes from the measures. */
export type Formula =
  | { kind: 'measure'; index: number }
  | { kind: 'constant'; value: number | null }
  | { kind: '+' | '-' | '*' | '/'; left: Formula; right: Formula };

export interface Metric {
  measures: readonly Measure[];
  formula: Formula;
  unit: string | undefined;
  /** Counted from the beginning of all, and not of the interval. */
  isCumulative: boolean;
}

/** Nothing happened before: the year 1, in ms. */
export const BEGINNING = -62_135_596_800_000;

/** Instants in ms. */
export interface Span {
  from: number;
  to: number;
}

interface Resolved {
  range: Span;
  timeZone: string;
  /** The instant of the question, in ms. */
  now: number;
}

export interface ResolvedMetric extends Resolved {
  kind: 'metric';
  metric: Metric;
  interval: Interval | undefined;
  groupBy: Operand | undefined;
  limit: number;
  previous: Span | undefined;
}

export interface ResolvedFunnel extends Resolved {
  kind: 'funnel';
  steps: readonly Selection[];
  /** What each step is called in the answer. */
  names: readonly string[];
  by: Subject;
  /** ms. */
  window: number;
  order: FunnelOrder;
  exclude: readonly Selection[];
  groupBy: Operand | undefined;
}

export interface ResolvedRetention extends Resolved {
  kind: 'retention';
  start: Selection;
  return: Selection;
  interval: 'day' | 'week';
  periods: number;
  first: 'ever' | 'range';
}

export interface ResolvedPaths extends Resolved {
  kind: 'paths';
  anchor: Selection;
  direction: 'after' | 'before';
  steps: number;
  by: 'session' | 'person';
  limit: number;
  where: Condition | undefined;
}

export type ResolvedQuestion = ResolvedMetric | ResolvedFunnel | ResolvedRetention | ResolvedPaths;
