import type { Identities, Priority } from '../wire.js';
import type { ConsentCategory } from './consent.js';

/** Properties of an event: whatever JSON can carry. `undefined` is left out. */
export type Properties = Record<string, unknown>;

/** What names a user: a text, or a number that is written as one. At most 256 characters. */
export type Id = string | number | bigint;

export interface TrackOptions {
  /** Time of the event, ms since 1970. Default: now. */
  eventTime?: number | undefined;
  /** What a full queue gives up last. Default `P1`. */
  priority?: Priority | undefined;
  /** What people are asked for before it is tracked, where they are asked by category. Default `analytics`. */
  category?: ConsentCategory | undefined;
  /** The user of this one event, where a process serves many. */
  userId?: Id | undefined;
  /** Further identifiers of this one event, such as `{ orderId }`. */
  identities?: Record<string, Id | null | undefined> | undefined;
  /** The device of this one event, instead of the tracker's own: a server tells which page has asked. */
  deviceId?: Id | undefined;
  /** The session of this one event, instead of the tracker's own. */
  sessionId?: Id | undefined;
}

/** An event on its way through the plugins. A plugin may change it; `properties` is a copy. */
export interface DraftEvent {
  eventName: string;
  properties: Properties;
  /** ms since 1970. */
  eventTime: number;
  priority?: Priority;
  category?: ConsentCategory;
  userId?: string;
  identities?: Identities;
  deviceId?: string;
  sessionId?: string;
}
