import type { ConsentChoice } from './consent.js';
import type { Id } from './event.js';
import type { Plugin } from './plugin.js';
import type { Stats } from './stats.js';
import type { TrackerEvents } from './tracker-events.js';
import type { AnyEvents, Track } from './typed.js';

/** How properties are registered. */
export interface RegisterOptions {
  /** They are kept on the device until `unregister`, for visits to come too. Default: until the end of the page. */
  persist?: boolean | undefined;
}

/** Where somebody is, by the app's own prompt and with the user's leave. */
export interface Location {
  /** Degrees; a place needs both. */
  latitude?: number | undefined;
  longitude?: number | undefined;
  cityCode?: string | undefined;
}

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
  /**
   * Tells what is known of the user, as an event `user_update` like any other, so that it is kept and numbered too.
   * What is told again replaces what was there under that name.
   *
   * @example
   * ```ts
   * tracker.setUserProperties({ level: 'gold', city: 'Shanghai' });
   * ```
   */
  setUserProperties(properties: object): void;
  /** Gives the user tags, as an event `user_update`. */
  addTags(tags: string | string[]): void;
  /**
   * Says to which group the user belongs, such as `setGroup('company', 'c-1')`: every event that follows carries it in
   * its property `groups`, until the end of the page. At most 32.
   *
   * @param id Default: none, which leaves the group.
   */
  setGroup(type: string, id?: Id | null): void;
  /** Adds properties to every event that follows, until `unregister` or the end of the page. */
  register(properties: object, options?: RegisterOptions): void;
  /** The same for those that are not registered yet: the first value stays. */
  registerOnce(properties: object, options?: RegisterOptions): void;
  unregister(names: string | string[]): void;
  /**
   * Every event that follows says where it was tracked, until the end of the page. The tracker never asks for a place:
   * call it after your own prompt. Without a place it stops.
   */
  setLocation(location?: Location): void;
  /**
   * The user's decision, remembered across visits: a word, or each category by itself, such as
   * `{ analytics: true, marketing: false }`. Until `init` it waits. Anything else changes nothing.
   */
  setConsent(consent: ConsentChoice): void;
  /**
   * Stops, erases all that is kept here, as `setConsent('denied')` does, and asks the collector to erase what this device
   * has sent. A request that fails is sent again by the next page.
   *
   * @returns Whether the collector has erased it.
   */
  eraseMe(): Promise<boolean>;
  /** The anonymous device; `undefined` without consent, and without cookies by option. */
  getDeviceId(): string | undefined;
  /** The session that runs; `undefined` before its first event. */
  getSessionId(): string | undefined;
  /** The user of the latest `setUser`, of earlier visits too. */
  getUserId(): string | undefined;
  /** What was decided, or what holds until then. */
  getConsent(): ConsentChoice;
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
