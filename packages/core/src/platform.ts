import type { CampaignFacts, DeviceFacts, PlatformName } from './wire.js';

/** Everything the engine needs from the world it runs in. An adapter is one implementation of this port. */
export interface Platform {
  /** The `platform` field of every event. */
  name: PlatformName;
  clock: Clock;
  /** Cryptographically strong random bytes. */
  random(bytes: number): Uint8Array;
  /**
   * Writes properties as JSON, where the platform knows a quicker way than `JSON.stringify`, which is the default.
   * `undefined` stands for what cannot be written.
   */
  writeProperties?(properties: object): string | undefined;
  /** Small and synchronous: device id, session, user, consent, and the spill of the exit path. */
  settings: SyncStore;
  /** Durable and asynchronous: the records of the event log. */
  store: KeyValueStore;
  /** How the event log paces its writes. Absent: the store gets the records of a task at the end of that task. */
  writes?: WritePolicy;
  /** Posts a body, in a request that outlives the page where the platform can do that. */
  send(request: SendRequest): Promise<SendAnswer>;
  /**
   * Hands a body to the platform while the page goes away (`sendBeacon`).
   * `false` means that the platform took nothing. Absent where there is no such call.
   */
  sendOnExit?(url: string, body: string): boolean;
  /** Requests at a time. Default 1. */
  requests?: number;
  /**
   * Takes the exclusive lock of a stream, which the platform itself frees when its holder dies.
   * `undefined` means that a living tracker holds it.
   */
  own(streamId: string): Promise<Ownership | undefined>;
  /** Calls the listener on every signal; returns a function that stops it. */
  lifecycle(listener: (signal: LifecycleSignal) => void): () => void;
  /** The device, read at `init` and at every signal but `hidden` and `exit`. */
  facts(): DeviceFacts;
  /** Where the visitor came from, read at `init` and at the signal `changed`. Empty fields are left out. */
  campaign(): CampaignFacts;
  /** The page that the user sees, where the platform knows it. */
  page?(): Page;
  /** The device and the session of every event, where they never change, as on a server. */
  fixed?: { deviceId: string; sessionId: string };
  /** Events carry neither device nor session: the collector makes an id that holds for a day. */
  isCookieless?: boolean;
  logger: Logger;
}

/** When records that the store does not have yet are written, and where they are safe until then. */
export interface WritePolicy {
  /**
   * Bytes of unwritten records that may lie in `settings`, which takes them synchronously: a process that is killed
   * leaves them there. Asked at the end of each task that tracked. 0, or absent: none.
   */
  tailBytes?(): number;
  /**
   * Time that a record which lies in `settings` may wait for its acknowledgement before the store gets it, in ms.
   * Most records are acknowledged by then, and the store never sees them. Default 0: at the end of the task.
   */
  patience?: number;
  /**
   * Gathers the records of several tasks: they are written when it resolves. The log asks at the first event after a
   * write. Absent, or `undefined`: at the end of the running task.
   */
  gather?(): Promise<void> | undefined;
  /** Bytes of records that may wait to be written. Default: the option `maxQueueBytes`. */
  maxUnwrittenBytes?: number;
}

/** The page that the user sees. */
export interface Page {
  pagePath?: string;
  pageTitle?: string;
  /** The page before, without its query. */
  referrer?: string;
}

/**
 * - `hidden`: the user looks elsewhere; the page may be frozen or killed without another word.
 * - `exit`: the page goes away, perhaps into the back/forward cache.
 * - `visible`: it is back.
 * - `changed`: `facts` or `campaign` may answer otherwise than before: another network, another way in.
 */
export type LifecycleSignal = 'visible' | 'hidden' | 'exit' | 'online' | 'offline' | 'changed';

export interface Clock {
  /** Whole milliseconds since 1970. */
  now(): number;
  /**
   * Calls back once after `ms` milliseconds; returns a function that cancels it. A time beyond what the platform can
   * wait for is cut to the longest that it can.
   */
  timer(callback: () => void, ms: number): () => void;
}

/** A small synchronous store. No method throws: what fails to be kept is forgotten. */
export interface SyncStore {
  get(key: string): string | undefined;
  /** `false` when the value could not be kept (blocked or full). */
  set(key: string, value: string): boolean;
  remove(key: string): void;
  keys(): string[];
  /**
   * Calls the listener with the key of a value that another tracker of the device has changed; `undefined` when all
   * were taken away. Returns a function that stops it. Absent where nobody else can change them unseen.
   */
  watch?(listener: (key: string | undefined) => void): () => void;
}

/** A durable store of strings. Every method may reject; the event log copes. */
export interface KeyValueStore {
  keys(): Promise<string[]>;
  get(key: string): Promise<string | undefined>;
  /** Resolves once all entries are durable; on rejection none need be. */
  set(entries: ReadonlyArray<readonly [key: string, value: string]>): Promise<void>;
  /** Removing what is not there is no error. */
  remove(keys: readonly string[]): Promise<void>;
}

export interface SendRequest {
  url: string;
  /** JSON. */
  body: string;
  /** UTF-8 size of the body in bytes, or a little more: what it may take from a budget. */
  bytes: number;
  /** Milliseconds after which the platform gives up and answers `status: 0`. */
  deadline: number;
  /** The platform may send the body as gzip. `false`: it must go as it is. */
  compress: boolean;
}

/** Resolves for every outcome, once, at the deadline at the latest; it never rejects. */
export interface SendAnswer {
  /** The HTTP status, or 0 for no answer: network error, deadline, blocked. */
  status: number;
  /** The body as text; may be left out when there is none. */
  body?: string;
  /** The `Retry-After` header as it came. */
  retryAfter?: string | null;
  /** The body went as gzip. */
  isCompressed?: boolean;
  /** What the platform knows of a failure beyond its status, such as `connection refused`, or where a redirect leads. */
  cause?: string;
}

/** A lock that is held. */
export interface Ownership {
  release(): void;
}

/** Where warnings go; `console` fits. */
export interface Logger {
  warn(message: string, ...detail: unknown[]): void;
}
