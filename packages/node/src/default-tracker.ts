import type { AnyEvents } from '@pugmark/core';
import { openServerTracker } from './open-tracker.js';
import type { ServerOptions } from './options.js';
import { processWide } from './process-wide.js';
import type { ServerTracker } from './server-tracker.js';

const opened = processWide('open-default-tracker', openServerTracker);
const { tracker } = opened;

/**
 * Starts the default tracker, the one behind `track` and `trackBusinessEvent`. Calls made before are kept and
 * replayed with their own time. While it runs a second call changes nothing; after `stop()` the tracker goes on, after
 * `close()` it begins again with the options of this call. Always answers the same tracker.
 *
 * @typeParam Plan Types the tracker it answers: `typeof plan`, or the events of a generated file.
 * @throws TypeError that names the option which is wrong, unknown or missing.
 * @example
 * ```ts
 * import { init, stop, trackBusinessEvent } from '@pugmark/node';
 *
 * init({ apiUrl: 'https://collect.example.com' });
 * trackBusinessEvent('order_paid', { orderId: 'o-1', amount: 199 }, { userId: 'u-1', orderId: 'o-1' });
 * process.once('SIGTERM', () => stop().finally(() => process.exit()));
 * ```
 */
export const init = <Plan = AnyEvents>(options: ServerOptions): ServerTracker<Plan> =>
  opened.init(options) as ServerTracker<Plan>;

/** Tracks an event. Returns at once, and never throws. */
export const track: ServerTracker['track'] = tracker.track;

/**
 * Tracks an event of the business, with the user and the identities of this one event. Returns at once, and never
 * throws.
 *
 * @example
 * ```ts
 * trackBusinessEvent('order_cancelled', { orderId, cancelReason: 'changed plans' }, { userId, orderId });
 * ```
 */
export const trackBusinessEvent: ServerTracker['trackBusinessEvent'] = tracker.trackBusinessEvent;

/** Tells what is known of a user, as an event `user_update`. */
export const setUserProperties: ServerTracker['setUserProperties'] = tracker.setUserProperties;

/** Gives a user tags, as an event `user_update`. */
export const addTags: ServerTracker['addTags'] = tracker.addTags;

/** Adds properties to every event that follows, such as `{ service: 'orders' }`. */
export const register: ServerTracker['register'] = tracker.register;

export const unregister: ServerTracker['unregister'] = tracker.unregister;

/** Sends all that waits. Before `init` it resolves with the account of what waits for it. */
export const flush: ServerTracker['flush'] = tracker.flush;

/** Goes on after `stop()` or `close()`; `init` has started already. */
export const start: ServerTracker['start'] = tracker.start;

/** The last flush, within `shutdownTimeout`. Before `init` nothing is sent. */
export const stop: ServerTracker['stop'] = tracker.stop;

/** The last flush, then all is given back: connections, timers, hooks into the process, the lock of the queue. */
export const close: ServerTracker['close'] = tracker.close;
