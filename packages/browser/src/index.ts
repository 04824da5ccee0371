export type {
  AnyEvents,
  Consent,
  ConsentCategory,
  ConsentChoice,
  DraftEvent,
  Location,
  Mask,
  MaskKind,
  MaskRules,
  Plugin,
  PluginContext,
  Properties,
  RegisterOptions,
  Sampling,
  SamplingRates,
  Stats,
  Track,
  Tracker,
  TrackerEvents,
  TrackerOptions,
  TrackOptions,
} from '@pugmark/core';
export { createTimeEvent, isSampled, masking, sampling } from '@pugmark/core';
export { contextHeaders, isFirstVisit } from './context-headers.js';
export * from './default-tracker.js';
export { type Compress, gzip, type Packed } from './gzip.js';
export type { BrowserOptions } from './options.js';
