export type { TrackEvents } from '@pugmark/core';
export { readPlan } from './format/read-plan.js';
export { maskRules } from './generate/mask-rules.js';
export { FACTS } from './model/facts.js';
export type { Funnel, Metric, Plan, PlanEvent, Property } from './model/plan.js';
export type * from './model/plan-source.js';
export {
  formatProblem,
  type LocatedProblem,
  type Path,
  type Position,
  type Problem,
} from './model/problem.js';
export type { Reference } from './model/reference.js';
export type { Format, MetricKind, PiiKind, Priority, PropertyType } from './model/words.js';
export { eventSchema, eventSchemas } from './schema/event-schema.js';
export { definePlan, type PlanTypes } from './types/define-plan.js';
export type { EventsOf, TypedTrack } from './types/typed-track.js';
export type { TrackerFor, TrackerForEvents } from './types/typed-tracker.js';
