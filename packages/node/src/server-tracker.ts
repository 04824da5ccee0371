import type { AnyEvents, Id, Stats, Track, Tracker } from '@pugmark/core';
import type { Who } from './business-event.js';

/**
 * The tracker of a process that serves many users: there is no `setUser`, each event names its own.
 * No method throws or blocks; what is tracked is sent in the background.
 *
 * @typeParam Plan Types `track` and `trackBusinessEvent`: `typeof plan`, or the events of a generated file.
 */
export interface ServerTracker<Plan = AnyEvents>
  extends Pick<Tracker<Plan>, 'track' | 'register' | 'unregister' | 'stats' | 'use' | 'on'> {
  /**
   * Tracks an event of the business, with the user and the identities of this one event; a text or a number in their
   * place is the user.
   *
   * @param eventName Lower-case snake_case, such as `order_paid`.
   * @example
   * ```ts
   * tracker.trackBusinessEvent('order_paid', { orderId, paymentMethod: 'wechat_pay', amount: 199 }, { userId, orderId });
   * ```
   */
  trackBusinessEvent: Track<Plan, Who>;
  /**
   * Tells what is known of a user, as an event `user_update` like any other.
   *
   * @example
   * ```ts
   * tracker.setUserProperties('u-1', { level: 'gold' });
   * ```
   */
  setUserProperties(userId: Id, properties: object): void;
  /** Gives a user tags, as an event `user_update`. */
  addTags(userId: Id, tags: string | string[]): void;
  /**
   * Sends all that waits, and keeps the process alive meanwhile. Resolves when it is answered, or when a send failed:
   * look at `queued`.
   */
  flush(): Promise<Stats>;
  /** Goes on after `stop()`, or begins again after `close()`. A new tracker runs already. */
  start(): void;
  /**
   * The last flush, for the end of the process: resolves when all is answered, a send failed, or `shutdownTimeout` is
   * over, whichever comes first. What is tracked afterwards waits for `start()`.
   *
   * @example
   * ```ts
   * process.once('SIGTERM', async () => {
   *   server.close();
   *   await tracker.stop();
   *   process.exit();
   * });
   * ```
   */
  stop(): Promise<Stats>;
  /**
   * As `stop()`, and then gives everything back: connections, timers, hooks into the process, and the lock of its part
   * of the queue, so that another tracker sends what is left. What is tracked afterwards is dropped as `closed`, until
   * `start()` or `init` begins again.
   */
  close(): Promise<Stats>;
}
