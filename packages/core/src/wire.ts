/**
 * The wire, version 1: what a tracker posts to `{apiUrl}/tracking/events/batch` and what a collector answers.
 * `docs/protocol.md` holds the same in words.
 */

/** A value that JSON can carry. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

/** Where an event comes from. */
export type PlatformName = 'h5' | 'miniapp' | 'admin' | 'server' | 'device' | (string & {});

/** Where a visitor came from; kept for the whole session. */
export interface CampaignFacts {
  utmSource?: string;
  utmMedium?: string;
  utmCampaign?: string;
  utmTerm?: string;
  utmContent?: string;
  source?: string;
  campaign?: string;
  referrer?: string;
  /** Taken from the page path `/t/<token>`, the query, or a mini-program scene or QR code. */
  inviteToken?: string;
}

/** The device and app that an event was tracked on. */
export interface DeviceFacts {
  deviceType?: string;
  osName?: string;
  osVersion?: string;
  appVersion?: string;
  network?: string;
  latitude?: number;
  longitude?: number;
  cityCode?: string;
}

/** Further identifiers of the user, such as `{ escortId }` or `{ orderId }`. */
export type Identities = Record<string, string>;

/** One complete event, as a client may post it and as the collector understands it. */
export interface WireEvent extends CampaignFacts, DeviceFacts {
  /** A UUID (version 7 from our trackers); resending an event with the same id is always safe. */
  eventId?: string;
  /** Lower-case snake_case, such as `order_paid`. */
  eventName: string;
  /** ISO 8601 in UTC, by the clock of the client. */
  eventTime: string;
  userId?: string;
  identities?: Identities;
  deviceId: string;
  sessionId: string;
  platform: PlatformName;
  properties?: Record<string, JsonValue>;
  /** The running tracker (tab, app launch, process) that numbered this event. */
  streamId?: string;
  /** Position in the stream: 1, 2, 3 … A hole that neither a `dropped` report nor a rejection explains is a lost event. */
  seq?: number;
  /** `audit` and `P0` are dropped last when a queue is full. Default `P1`. */
  priority?: Priority;
  /** Share of users whose events of this name are kept, above 0 and below 1: what is counted stands for `1 / sampleRate`. */
  sampleRate?: number;
  /** Instead of `deviceId` and `sessionId`: the collector makes an id that holds for a day. */
  cookieless?: boolean;
}

export type Priority = 'audit' | 'P0' | 'P1' | 'P2';

/**
 * Events that share fields. A complete event is `{ ...shared, ...event }`, with
 * `properties` joined the same way, so that nothing is repeated on the wire.
 */
export interface WireGroup {
  shared: Partial<WireEvent>;
  events: Partial<WireEvent>[];
}

/** Why a tracker gave an event up. */
export type DropReason =
  /** Not serialisable, or a name that is no string. */
  | 'invalid'
  /** Above 32,000 UTF-8 bytes, or refused with 413 while alone. */
  | 'too_large'
  /** A plugin returned `null`. */
  | 'plugin'
  /** Consent was denied, or not given for the category of the event. */
  | 'consent'
  /** Its user does not belong to the share that is kept. */
  | 'sampled'
  /** The queue was full. */
  | 'overflow'
  /** Waited longer than a week for a living tracker. */
  | 'expired'
  /** The collector answered 400 or 422 to it alone, so it never understood it. */
  | 'refused'
  /** The collector's answer named it as rejected. The collector counts these itself: no report has this reason. */
  | 'rejected'
  /** The tracker was closed before anything could keep it. */
  | 'closed';

/** Numbers of a stream, both ends included. */
export type SeqRange = readonly [from: number, to: number];

/**
 * Which events of a stream were given up for a reason, by number. Numbers are a set: a report that arrives twice, or
 * from two trackers, counts once.
 */
export interface DroppedReport {
  streamId: string;
  reason: DropReason;
  /** A tracker without numbers in hand may leave them out; then `count` is a running total. */
  ranges?: SeqRange[];
  /** How many numbers the ranges hold. */
  count: number;
  /** Of a running total: the stream of the tracker that dropped them, when it had adopted `streamId`. */
  by?: string;
}

/** The body of a request. `{ "events": [...] }` with complete events is a whole envelope. */
export interface Envelope {
  /** ISO 8601, by the clock of the client; with the time of receipt it corrects `eventTime`. */
  sentAt?: string;
  sdk?: { name: string; version: string };
  /** The write key, when the collector asks for one. */
  key?: string;
  groups?: WireGroup[];
  events?: WireEvent[];
  dropped?: DroppedReport[];
}

/** An event that the collector refused. Sending it again would not help. */
export interface Rejection {
  /** Empty when the event had none. */
  eventId: string;
  /** The stream of the event, when it had one. */
  streamId?: string;
  /** A stable word, such as `invalid_name`. */
  code: string;
  /** Where, when a tracking plan refused it, such as `properties.amount`. */
  path?: string;
  /** What is wrong and what to do, for people. */
  message: string;
}

/** Status 200: given only after the store has committed. */
export interface Answer {
  accepted: number;
  duplicates: number;
  rejected: Rejection[];
}

/** Any other status: `400`, `404`, `405`, `413`, `429`, `503` … */
export interface Refusal {
  error: { code: string; message: string };
}
