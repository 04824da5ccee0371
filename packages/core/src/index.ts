export type { Sender } from './courier/batch.js';
export { utf8Size } from './encoding/utf8.js';
export type { Consent } from './identity/consent.js';
export * from './platform.js';
export { createTracker } from './tracker/create-tracker.js';
export { bindTracker, type DefaultTracker } from './tracker/default-tracker.js';
export type { TrackerEvents } from './tracker/emitter.js';
export type { DraftEvent, Properties, TrackOptions } from './tracker/event.js';
export { createInertTracker } from './tracker/inert-tracker.js';
export type { Stats } from './tracker/ledger.js';
export type { Page } from './tracker/named-events.js';
export {
  type Check,
  type ResolvedOptions,
  resolveOptions,
  type TrackerOptions,
} from './tracker/options.js';
export type { Plugin } from './tracker/plugin.js';
export type { FlushResult, Tracker } from './tracker/tracker.js';
export * from './wire.js';
