import type { JsonValue } from '@pugmark/store';
import type {
  FunnelQuestion,
  MetricQuestion,
  PathsQuestion,
  Question,
  RetentionQuestion,
} from './question.ts';

/** How much of what was tracked the answer could see, over all streams that have an event in the range. */
export interface Completeness {
  /** Events that these streams have numbered. */
  numbered: number;
  lost: number;
  dropped: number;
  rejected: number;
  /** Events that were left out of a sample on purpose. */
  sampled: number;
  /** Stored numbered events ÷ numbered ones; `null` when there are none. */
  share: number | null;
}

export interface Answered {
  completeness: Completeness;
  /** Everything acknowledged before this instant is in the answer. ISO 8601. */
  computedAt: string;
  /** Until when the same question need not be asked again. ISO 8601. */
  freshUntil: string;
  /** The statements, when asked for. */
  sql?: string[];
}

export type Figure = number | null;

export interface Point {
  /** The first instant of the interval. ISO 8601, UTC. */
  time: string;
  value: Figure;
}

export interface Series {
  /** The value of the group, `null` where it is missing. Absent without `groupBy`, and of the rest. */
  group?: JsonValue;
  /** All groups beyond the limit together. */
  other?: true;
  points: Point[];
  total: Figure;
  previous?: { points: Point[]; total: Figure };
}

export interface MetricAnswer extends Answered {
  series: Series[];
  /** What the figures are in, when the plan says so. */
  unit?: string;
}

export interface FunnelStep {
  event: string;
  count: number;
  fromFirst: Figure;
  fromPrevious: Figure;
  /** From the step before, in ms. */
  medianMs: Figure;
}

export interface FunnelAnswer extends Answered {
  groups: { group?: JsonValue; steps: FunnelStep[] }[];
}

export interface RetentionAnswer extends Answered {
  cohorts: { time: string; size: number; returned: Figure[] }[];
}

export interface PathLink {
  step: number;
  from: string;
  to: string;
  count: number;
}

export interface PathsAnswer extends Answered {
  links: PathLink[];
}

export type Answer = MetricAnswer | FunnelAnswer | RetentionAnswer | PathsAnswer;

/** The answer that a question gets. */
export type AnswerTo<Q extends Question> = Q extends MetricQuestion
  ? MetricAnswer
  : Q extends FunnelQuestion
    ? FunnelAnswer
    : Q extends RetentionQuestion
      ? RetentionAnswer
      : Q extends PathsQuestion
        ? PathsAnswer
        : never;
