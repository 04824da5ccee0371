export type {
  AnyEvents,
  Consent,
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
  TrackerOptions,
  TrackOptions,
} from '@pugmark/core';
export { masking } from '@pugmark/core';
export { contextHeaders } from './context-headers.js';
export * from './default-tracker.js';
export { type Compress, gzip } from './gzip.js';
export type { BrowserOptions } from './options.js';
