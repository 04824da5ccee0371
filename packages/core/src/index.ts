export type { Sender } from './courier/batch.js';
export { utf8Size } from './encoding/utf8.js';
export type { Mask } from './mask/mask.js';
export { type MaskKind, type MaskRules, masking } from './mask/masking.js';
export * from './platform.js';
export { createTracker, type OpenTracker, openTracker, type Surroundings } from './tracker/create-tracker.js';
export type { TrackerEvents } from './tracker/emitter.js';
export type { DraftEvent, Properties, TrackOptions } from './tracker/event.js';
export type { Stats } from './tracker/ledger.js';
export type { Page } from './tracker/named-events.js';
export {
  type ResolvedOptions,
  resolveOptions,
  SESSION_TIMEOUT,
  type TrackerOptions,
} from './tracker/options.js';
export type { Consent, Plugin, Tracker } from './tracker/tracker.js';
export type { AnyEvents, EventsIn, Track, TrackEvents } from './tracker/typed.js';
export * from './wire.js';
