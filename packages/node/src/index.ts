export type {
  AnyEvents,
  DraftEvent,
  Mask,
  MaskKind,
  MaskRules,
  Plugin,
  Properties,
  Stats,
  Track,
  Tracker,
  TrackerEvents,
  TrackOptions,
} from '@pugmark/core';
export { masking } from '@pugmark/core';
export type { BusinessIdentities } from './business-event.js';
export { currentContext, type RequestContext, updateContext, withContext } from './context/context.js';
export type { ContextOptions } from './context/request.js';
export { createTracker } from './create-tracker.js';
export {
  flush,
  init,
  register,
  start,
  stop,
  track,
  trackBusinessEvent,
  unregister,
} from './default-tracker.js';
export type { Durability, ServerOptions } from './options.js';
export type { ServerTracker } from './server-tracker.js';
export { type FlushOptions, withFlush } from './with-flush.js';
