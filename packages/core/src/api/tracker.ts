import type { Id } from './event.js';
import type { Plugin } from './plugin.js';
import type { Stats } from './stats.js';
import type { TrackerEvents } from './tracker-events.js';
import type { AnyEvents, Track } from './typed.js';

/** `pending` holds events in memory, `granted` keeps and sends them, `denied` erases and drops them. */
export type Consent = 'granted' | 'denied' | 'pending';

/**
 * What an application holds; calls made before it is started are kept. No method throws; none waits for the network or
 * the store but `flush` and `close`.
 *
 * @typeParam Plan Types `track`: `typeof plan`, or the events of a file that `pugmark types` wrote. Default: any event.
 */
export interface Tracker<Plan = AnyEvents> {
  /**
   * Tracks an event. It is serialised at once, so that changing `properties` afterwards changes nothing.
   * What cannot be serialised, or has a name that no collector takes, is dropped, counted and warned of.
   *
   * @param eventName Lower-case snake_case, such as `order_paid`.
   * @example
   * ```ts
   * tracker.track('order_paid', { orderId: 'o-1', amount: 199 });
   * ```
   */
  track: Track<Plan>;
  /** Tracks `page_view`; what is left out is taken from the page that the user sees, where the platform knows it. */
  trackPageView(pagePath?: string, pageTitle?: string, referrer?: string): void;
  /** Tracks `button_click`; `extra` is joined to its properties. */
  trackClick(elementId: string, elementText?: string, extra?: object): void;
  /**
   * Binds this anonymous device to a user, from now on and, at the collector, for its history.
   * Tracks `user_identify` when the binding is new. Kept across visits until `reset`.
   *
   * @param userId 1 to 256 characters, or a number. Anything else changes nothing, and is warned of.
   * @param identities Further identifiers, such as `{ escortId }`.
   */
  setUser(userId: Id, identities?: Record<string, Id | null | undefined>): void;
  /** Logs out: forgets the user, begins a new anonymous device and a new session. */
  reset(): void;
  /** Adds properties to every event that follows, until `unregister` or the end of the page. */
  register(properties: object): void;
  unregister(names: string | string[]): void;
  /** The user's decision, remembered across visits. Until `init` it waits. Any other word changes nothing. */
  setConsent(consent: Consent): void;
  /**
   * Sends all that waits, whatever the backoff says. Resolves with the account once it is answered or a send failed:
   * look at `queued`.
   */
  flush(): Promise<Stats>;
  /** Flushes, then stops; `init` starts it again. */
  close(): Promise<void>;
  /** The account: `tracked + adopted = acknowledged + queued + all dropped`. */
  stats(): Stats;
  /** Adds a plugin; returns a function that takes it away. */
  use(plugin: Plugin): () => void;
  /** Listens; returns a function that stops it. */
  on<K extends keyof TrackerEvents>(name: K, listener: (detail: TrackerEvents[K]) => void): () => void;
}
