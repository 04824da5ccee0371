import type { Scalar } from './plan-source.js';
import type { Reference } from './reference.js';
import type {
  BuiltinSet,
  Format,
  MetricField,
  MetricKind,
  PiiKind,
  Priority,
  PropertyType,
} from './words.js';

/** A plan that was read: every shorthand written out, every reference known to be good. */
export interface Plan {
  version: string;
  name: string;
  description?: string;
  platforms: string[];
  /** The built-in sets whose events are among `events`. */
  extends: BuiltinSet[];
  common: Record<string, Property>;
  events: Record<string, PlanEvent>;
  metrics: Record<string, Metric>;
  funnels: Record<string, Funnel>;
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
  description?: string;
  over?: string;
  times?: string;
}

export interface Funnel {
  description?: string;
  steps: Reference[];
}
