export type {
  AnyEvents,
  Consent,
  DraftEvent,
  Mask,
  MaskKind,
  MaskRules,
  Plugin,
  PluginContext,
  Properties,
  Stats,
  Track,
  Tracker,
  TrackerEvents,
  TrackerOptions,
  TrackOptions,
} from '@pugmark/core';
export { masking } from '@pugmark/core';
export { contextHeaders, isFirstVisit } from './context-headers.js';
export * from './default-tracker.js';
export { type Compress, gzip, type Packed } from './gzip.js';
export type { BrowserOptions } from './options.js';
