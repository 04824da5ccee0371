import type { Page } from './tracker/named-events.js';
import type { CampaignFacts, DeviceFacts, PlatformName } from './wire.js';

/** Everything the engine needs from the world it runs in. An adapter is one implementation of this port. */
export interface Platform {
  /** The `platform` field of every event. */
  name: PlatformName;
  clock: Clock;
  /** Cryptographically strong random bytes. */
  random(bytes: number): Uint8Array;
  /**
   * Writes an event as JSON without the brace in front, where the platform knows a quicker way than `JSON.stringify`,
   * which is the default: the text must be the same but for the order of fields.
   */
  writeFields?(event: { eventName: string; properties: object }): string;
  /** Small and synchronous: device id, session, user, consent, and the spill of the exit path. */
  settings: SyncStore;
  /** Durable and asynchronous: the records of the event log. */
  store: KeyValueStore;
  /**
   * Asked at the end of each task that tracked: how much may be written to `settings` now, in bytes, so that a process
   * that is killed leaves behind what the store has not committed yet. 0, or absent, where the store is as quick.
   */
  tailBytes?(): number;
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
   * When what was tracked is written: it gathers until this resolves, asked at the first event after a write. Absent,
   * or `undefined`: at the end of the running task.
   */
  gather?(): Promise<void> | undefined;
  /**
   * Takes the exclusive lock of a stream, which the platform itself frees when its holder dies.
   * `undefined` means that a living tracker holds it.
   */
  own(streamId: string): Promise<Ownership | undefined>;
  /** Calls the listener on every signal; returns a function that stops it. */
  lifecycle(listener: (signal: LifecycleSignal) => void): () => void;
  /** The device, read at `init` and again when the network changes. */
  facts(): DeviceFacts;
  /** Where the visitor came from, read once at `init`. Empty fields are left out. */
  campaign(): CampaignFacts;
  /** The page that the user sees, where the platform knows it. */
  page?(): Page;
  logger: Logger;
}

/**
 * - `hidden`: the user looks elsewhere; the page may be frozen or killed without another word.
 * - `exit`: the page goes away, perhaps into the back/forward cache.
 * - `visible`: it is back.
 */
export type LifecycleSignal = 'visible' | 'hidden' | 'exit' | 'online' | 'offline';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after `ms` milliseconds; returns a function that cancels it. */
  timer(callback: () => void, ms: number): () => void;
}

/** A small synchronous store. No method throws: what fails to be kept is forgotten. */
export interface SyncStore {
  get(key: string): string | undefined;
  /** `false` when the value could not be kept (blocked or full). */
  set(key: string, value: string): boolean;
  remove(key: string): void;
  keys(): string[];
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
}

/** Resolves for every outcome, once, at the deadline at the latest; it never rejects. */
export interface SendAnswer {
  /** The HTTP status, or 0 for no answer: network error, deadline, blocked. */
  status: number;
  /** The body as text; may be left out when there is none. */
  body?: string;
  /** The `Retry-After` header as it came. */
  retryAfter?: string | null;
}

/** A lock that is held. */
export interface Ownership {
  release(): void;
}

/** Where warnings go; `console` fits. */
export interface Logger {
  warn(message: string, ...detail: unknown[]): void;
}
