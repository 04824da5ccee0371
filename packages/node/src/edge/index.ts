export type {
  AnyEvents,
  Id,
  Mask,
  MaskKind,
  MaskRules,
  Plugin,
  Properties,
  Stats,
  Track,
  TrackerEvents,
  TrackOptions,
} from '@pugmark/core';
export { masking } from '@pugmark/core';
export type { BusinessIdentities, Who } from '../business-event.js';
export type { RequestContext } from '../context/context.js';
export { createTracker, type EdgeOptions, type EdgeTracker } from './create-tracker.js';
export { contextOf } from './request-context.js';
