import type { Scalar } from './plan-source.js';
import type { Reference } from './reference.js';
import type { Format, MetricKind, PiiKind, Priority, PropertyType } from './words.js';

/** A plan that was read: every shorthand written out, every reference known to be good. */
export interface Plan {
  version: string;
  name: string;
  description?: string;
  platforms: string[];
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

export interface Metric {
  kind: MetricKind;
  references: Reference[];
  description?: string;
  days?: number;
  over?: string;
  times?: string;
}

export interface Funnel {
  description?: string;
  steps: Reference[];
}
