export type { Consent, ConsentCategory, ConsentChoice } from './api/consent.js';
export type { DraftEvent, Id, Properties, TrackOptions } from './api/event.js';
export type { Plugin, PluginContext, PluginOptions, PluginPlatform, Visitor } from './api/plugin.js';
export type { Stats } from './api/stats.js';
export type { Location, RegisterOptions, Tracker } from './api/tracker.js';
export type { TrackerEvents } from './api/tracker-events.js';
export type { AnyEvents, EventsIn, Track, TrackEvents } from './api/typed.js';
export type { Sender } from './courier/batch.js';
export { utf8Size } from './encoding/utf8.js';
export { describeError, type ErrorDescription } from './event/describe-error.js';
export { toId, toIdentities } from './event/ids.js';
export { isSampled, type Sampling, type SamplingRates, sampling } from './event/sampling.js';
export { createTimeEvent } from './event/time-event.js';
export { type Heartbeat, type HeartbeatOptions, heartbeat } from './heartbeat/heartbeat.js';
export type { Beat } from './heartbeat/summary.js';
export { addHandOver, HAND_OVER_PARAMETER, readHandOver, writeHandOver } from './identity/hand-over.js';
export { createMirroredLog, type RecordMirror } from './log/mirrored-log.js';
export type { LogOpener } from './log/open-log.js';
export { streamOfKey } from './log/record.js';
export { streamOfSpill } from './log/spill.js';
export { createStoredLog } from './log/stored-log.js';
export type { Mask } from './mask/mask.js';
export { type MaskKind, type MaskRules, masking } from './mask/masking.js';
export {
  type AdapterOptions,
  type OptionReaders,
  type ResolvedOptions,
  resolveOptions,
  SESSION_TIMEOUT,
  type TrackerOptions,
} from './options/options.js';
export type { OptionReader } from './options/readers.js';
export { readers } from './options/readers.js';
export * from './platform.js';
export { NativePromise } from './timing/native-promise.js';
export { withDeadline } from './timing/with-deadline.js';
export type { TrackerParts } from './tracker/engine.js';
export {
  createTracker,
  type EarlyPlatform,
  type OpenTracker,
  openTracker,
} from './tracker/open-tracker.js';
export { hasDevice, readContext } from './tracker/read-context.js';
export { CAMPAIGN_PARAMETERS } from './vocabulary.js';
export * from './wire.js';
