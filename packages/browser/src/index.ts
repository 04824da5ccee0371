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
  NewSession,
  Plugin,
  PluginContext,
  Properties,
  RegisterOptions,
  Sampling,
  Stats,
  Track,
  Tracker,
  TrackerEvents,
  TrackerOptions,
  TrackOptions,
} from '@pugmark/core';
export { isSampled, masking } from '@pugmark/core';
export { contextHeaders, isFirstVisit } from './context-headers.js';
export * from './default-tracker.js';
export { type Compress, gzip, type Packed } from './gzip.js';
export type { BrowserOptions } from './options.js';
