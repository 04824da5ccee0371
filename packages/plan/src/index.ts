export type { TrackEvents } from '@pugmark/core';
export { definePlan, type PlanTypes } from './format/define-plan.js';
export type { Funnel, Metric, Plan, PlanEvent, Property } from './format/plan.js';
export type * from './format/plan-source.js';
export {
  formatProblem,
  type LocatedProblem,
  type Path,
  type Position,
  type Problem,
} from './format/problem.js';
export { readPlan } from './format/read-plan.js';
export type { Reference } from './format/reference.js';
export type { Format, MetricKind, PiiKind, Priority, PropertyType } from './format/words.js';
export { maskRules } from './generate/mask-rules.js';
export { eventSchema, eventSchemas } from './schema/event-schema.js';
export type { EventsOf, TypedTrack } from './types/typed-track.js';
export type { TrackerFor, TrackerForEvents } from './types/typed-tracker.js';
