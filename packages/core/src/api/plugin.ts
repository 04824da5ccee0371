import type { Clock, LifecycleSignal, Logger, Page, Platform, SyncStore } from '../platform.js';
import type { DraftEvent } from './event.js';
import type { Tracker } from './tracker.js';

/** Whose events a tracker tracks. */
export interface Visitor {
  deviceId: string;
  /** Absent before the first event, and when the session is over. */
  sessionId?: string;
}

/** What a plugin may know of the options of its tracker. */
export interface PluginOptions {
  /** Where the tracker sends to: what goes there is no request of the host's. */
  readonly apiUrl: string;
  readonly name: string;
  /** ms. */
  readonly sessionTimeout: number;
}

/** What a plugin may put something else in the place of. A mini-program has its store within its log. */
export type PluginPlatform = Pick<Platform, 'settings' | 'isCookieless'> & Partial<Pick<Platform, 'store'>>;

/** What a plugin may use of the tracker and of the world around it. */
export interface PluginContext {
  /** Tracks an event of the plugin's own; the plugin's own `process` does not see it when it calls this itself. */
  track: Tracker['track'];
  /** Device and session, as they are kept; `undefined` before the first event, without consent, and on a server. */
  visitor(): Visitor | undefined;
  /** The page that the user sees, where the platform knows it. */
  page(): Page | undefined;
  clock: Clock;
  logger: Logger;
  /** Options of the tracker, as they are used. */
  options: PluginOptions;
  /**
   * Small values that outlive the page, under names of the plugin's own. Without consent, and where storage is blocked,
   * nothing is kept: `set` answers `false`.
   */
  settings: Pick<SyncStore, 'get' | 'set' | 'remove'>;
  /**
   * Calls the listener on every signal, before the tracker itself hears of it: what is tracked then is still sent.
   * Returns a function that stops it.
   */
  lifecycle(listener: (signal: LifecycleSignal) => void): () => void;
}

/**
 * Adds to a tracker: captures events, or changes or refuses those of others.
 *
 * @example
 * ```ts
 * tracker.use({ name: 'no-bots', process: (event) => (isBot ? null : event) });
 * ```
 */
export interface Plugin {
  /** Named in warnings, and keeps what the plugin stores apart. */
  name: string;
  /**
   * Called once, when the tracker has started; what it returns is called when the plugin is taken away, and by `close`.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a plugin that has nothing to undo returns nothing.
  setup?(context: PluginContext): (() => void) | undefined | void;
  /**
   * Called once, before the tracker looks at what it has kept; what it returns stands in the place of what the platform
   * has. For plugins that are given to `init`.
   */
  platform?(platform: PluginPlatform, options: PluginOptions): Partial<PluginPlatform>;
  /** Called for every event, in the order of `use`; `null` drops the event. One that throws is skipped. */
  process?(event: DraftEvent): DraftEvent | null;
}
