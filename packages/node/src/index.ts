export type {
  AnyEvents,
  DraftEvent,
  Id,
  Mask,
  MaskKind,
  MaskRules,
  Plugin,
  PluginContext,
  Properties,
  Sampling,
  SamplingRates,
  Stats,
  Track,
  Tracker,
  TrackerEvents,
  TrackOptions,
} from '@pugmark/core';
export {
  type Beat,
  type Heartbeat,
  type HeartbeatOptions,
  heartbeat,
  isSampled,
  masking,
  sampling,
} from '@pugmark/core';
export type { BusinessIdentities, Who } from './business-event.js';
export { currentContext, type RequestContext, updateContext, withContext } from './context/context.js';
export type { ContextOptions } from './context/request.js';
export { createTracker } from './create-tracker.js';
export {
  addTags,
  close,
  flush,
  init,
  register,
  setUserProperties,
  start,
  stop,
  track,
  trackBusinessEvent,
  unregister,
} from './default-tracker.js';
export type { Durability, ServerOptions } from './options.js';
export type { ServerTracker } from './server-tracker.js';
export { type FlushOptions, withFlush } from './with-flush.js';
