import type { Scalar } from './plan-source.js';
import type { Reference } from './reference.js';
import type {
  BuiltinSet,
  DurationUnit,
  Format,
  FunnelOrder,
  MetricField,
  MetricKind,
  OperandKind,
  PiiKind,
  Priority,
  PropertyType,
  Subject,
} from './words.js';

/** A plan that was read: every shorthand written out, every reference known to be good. */
export interface Plan {
  version: string;
  name: string;
  description?: string;
  platforms: string[];
  /** An IANA name: decides which day an event belongs to. */
  timeZone?: string;
  /** The built-in sets whose events are among `events`. */
  extends: BuiltinSet[];
  common: Record<string, Property>;
  events: Record<string, PlanEvent>;
  metrics: Record<string, Metric>;
  funnels: Record<string, Funnel>;
  /** Figures that no event holds, such as what an hour of work costs. */
  figures: Record<string, ConfiguredFigure>;
  quality: Record<string, string>;
}

export interface PlanEvent {
  description?: string;
  trigger?: string;
  priority?: Priority;
  owner?: string;
  group?: string;
  /** The set that it comes from; the plan may have added to it. */
  builtin?: BuiltinSet;
  /** It takes properties of any name. */
  open?: boolean;
  properties: Record<string, Property>;
}

export interface Property {
  type: PropertyType;
  required: boolean;
  description?: string;
  enum?: Scalar[];
  format?: Format;
  items?: PropertyType;
  example?: unknown;
  pii?: PiiKind;
}

export interface Metric extends Partial<Record<MetricField, number>> {
  kind: MetricKind;
  references: Reference[];
  /** Of a formula. */
  formula?: string;
  description?: string;
  /** Counts all that came before as well: all users that there are, and not those of a day. */
  cumulative?: true;
  /** What it is told in, such as `min` or `¥`. */
  unit?: string;
  over?: string;
  times?: string;
}

export interface ConfiguredFigure {
  /** Absent: whoever asks has to say it. */
  value?: number;
  unit?: string;
  description?: string;
}

/** Where a value of an event stands, such as `{ fact: 'utmSource' }`. */
export type PlanOperand = { [Kind in OperandKind]?: string };

export interface Funnel {
  description?: string;
  steps: Reference[];
  /** Within which all steps must be taken. */
  window?: Partial<Record<DurationUnit, number>>;
  order?: FunnelOrder;
  by?: Subject;
  exclude?: Reference[];
  breakdown?: PlanOperand;
}
