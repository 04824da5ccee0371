import type { JsonValue } from '@pugmark/store';

/** Questions as they are asked: in code, over HTTP and on boards. What each means: `docs/insights.md`. */

/** Instants, `to` not included, or whole days of the time zone, today included. */
export type Range = { from: string | number | Date; to: string | number | Date } | { last: { days: number } };

export type Interval = 'hour' | 'day' | 'week' | 'month';

/** Where a value of an event stands. */
export type Operand = { property: string } | { fact: string } | { field: Field };

export const FIELDS = ['eventName', 'platform', 'userId', 'deviceId', 'sessionId', 'personId'] as const;
export type Field = (typeof FIELDS)[number];

export const OPERATORS = ['=', '!=', 'in', '>', '>=', '<', '<=', 'contains', 'exists'] as const;
export type Operator = (typeof OPERATORS)[number];

export type Where =
  | { all: readonly Where[] }
  | { any: readonly Where[] }
  | { not: Where }
  | (Operand & { op: Operator; value?: JsonValue });

/** `event`, `event.property`, either with ` where property = value`; or the same in parts. The event `*` is any. */
export type EventReference = string | { event: string; property?: string; where?: Where };

/** A metric in full, where a plan has none of that name. */
export type MetricDefinition = (
  | { count: EventReference }
  | { unique: EventReference }
  | { sum: EventReference }
  | { avg: EventReference }
  | { min: EventReference }
  | { max: EventReference }
  | { quantile: EventReference; q: number }
  | { perPerson: EventReference }
  | { ratio: readonly [EventReference, EventReference] }
  | { ratioOfSums: readonly [EventReference, EventReference] }
  | { ratioOfUniques: readonly [EventReference, EventReference] }
  | { retention: readonly [EventReference, EventReference]; days: number }
  | { formula: string; metrics?: Readonly<Record<string, string | MetricDefinition>> }
) & {
  /** Divided by a configured figure of that name. */
  over?: string;
  /** Multiplied with a configured figure of that name. */
  times?: string;
  /** Counts all that came before as well. Not inside a formula. */
  cumulative?: boolean;
};

interface Asked {
  range: Range;
  /** An IANA name. Default: that of the plan, else UTC. */
  timeZone?: string;
  where?: Where;
  /** The answer tells the SQL that it came from. */
  sql?: boolean;
}

export interface MetricQuestion extends Asked {
  kind: 'metric';
  /** The name of a metric of the plan, or a metric in full. */
  metric: string | MetricDefinition;
  interval?: Interval;
  groupBy?: Operand;
  /** The largest groups; the others become one. */
  limit?: number;
  compare?: 'previous';
}

export type Subject = 'person' | 'device' | 'session';

export interface Duration {
  days?: number;
  hours?: number;
  minutes?: number;
}

export interface FunnelQuestion extends Asked {
  kind: 'funnel';
  /** The name of a funnel of the plan, or its steps. */
  steps: string | readonly EventReference[];
  /** Default `person`. */
  by?: Subject;
  /** Default 24 hours, or what the plan says. */
  window?: Duration;
  /** Default `ordered`. */
  order?: FunnelOrder;
  exclude?: readonly EventReference[];
  groupBy?: Operand;
}
export type FunnelOrder = 'ordered' | 'strict' | 'any';

export interface RetentionQuestion extends Asked {
  kind: 'retention';
  start: EventReference;
  return: EventReference;
  interval: 'day' | 'week';
  periods: number;
  /** `ever`: the first start event that there is; `range`: the first of the range. Default `ever`. */
  first?: 'ever' | 'range';
}

export interface PathsQuestion extends Asked {
  kind: 'paths';
  anchor: EventReference;
  /** Default `after`. */
  direction?: 'after' | 'before';
  /** Events beside the anchor. Default 3. */
  steps?: number;
  /** Default `session`. */
  by?: 'session' | 'person';
  /** Links of each step. Default 20. */
  limit?: number;
}

export type Question = MetricQuestion | FunnelQuestion | RetentionQuestion | PathsQuestion;
