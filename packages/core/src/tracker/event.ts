import type { Identities, Priority } from '../wire.js';

/** Properties of an event: whatever JSON can carry. `undefined` is left out. */
export type Properties = Record<string, unknown>;

export interface TrackOptions {
  /** Time of the event, ms since 1970. Default: now. */
  eventTime?: number;
  /** What a full queue gives up last. Default `P1`. */
  priority?: Priority;
  /** The user of this one event, where a process serves many. */
  userId?: string;
  /** Further identifiers of this one event, such as `{ orderId }`. */
  identities?: Identities;
  /** The device of this one event, instead of the tracker's own: a server tells which page has asked. */
  deviceId?: string;
  /** The session of this one event, instead of the tracker's own. */
  sessionId?: string;
}

/** An event on its way through the plugins. A plugin may change it; `properties` is a copy. */
export interface DraftEvent extends TrackOptions {
  eventName: string;
  properties: Properties;
  eventTime: number;
}
