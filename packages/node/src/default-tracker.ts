import { AsyncLocalStorage } from 'node:async_hooks';
import type { AnyEvents, Properties, Stats } from '@pugmark/core';
import { toTrackOptions } from './business-event.js';
import { createTracker } from './create-tracker.js';
import type { ServerOptions } from './options.js';
import { processWide } from './process-wide.js';
import type { ServerTracker } from './server-tracker.js';

/** Calls kept before `init`; the first ones stay, since they tell how the process began. */
const MAX_WAITING = 1000;

const NOTHING: Stats = { tracked: 0, adopted: 0, acknowledged: 0, queued: 0, dropped: {} };

interface Default {
  tracker?: ServerTracker;
  /** Calls made before there is one. */
  waiting: ((tracker: ServerTracker) => void)[];
}

const current = processWide<Default>('default-tracker', () => ({ waiting: [] }));

const call = (action: (tracker: ServerTracker) => void) => {
  if (current.tracker) action(current.tracker);
  // Replayed in the request context of the call, not of `init`.
  else if (current.waiting.length < MAX_WAITING) current.waiting.push(AsyncLocalStorage.bind(action));
};

/** What changes before `init` must not change what was tracked. */
const copy = (properties?: Properties) => (current.tracker ? properties : { ...properties });

/**
 * Starts the default tracker, the one behind `track` and `trackBusinessEvent`. Calls made before are kept and
 * replayed with their own time. A second call changes nothing and answers the first tracker.
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
export function init<Plan = AnyEvents>(options: ServerOptions): ServerTracker<Plan> {
  if (current.tracker) return current.tracker as ServerTracker<Plan>;
  const created = createTracker(options);
  current.tracker = created;
  for (const action of current.waiting.splice(0)) action(created);
  return created as ServerTracker<Plan>;
}

/** Tracks an event. Returns at once, and never throws. */
export const track: ServerTracker['track'] = (eventName, properties, options) => {
  const timed = current.tracker ? options : { eventTime: Date.now(), ...options };
  const kept = copy(properties);
  call((to) => to.track(eventName, kept, timed));
};

/**
 * Tracks an event of the business, with the user and the identities of this one event. Returns at once, and never
 * throws.
 *
 * @example
 * ```ts
 * trackBusinessEvent('order_cancelled', { orderId, cancelReason: 'changed plans' }, { userId, orderId });
 * ```
 */
export const trackBusinessEvent: ServerTracker['trackBusinessEvent'] = (eventName, properties, who) =>
  track(eventName, properties, toTrackOptions(who));

/** Adds properties to every event that follows, such as `{ service: 'orders' }`. */
export const register: ServerTracker['register'] = (properties) => {
  const kept = copy(properties) ?? {};
  call((to) => to.register(kept));
};

export const unregister: ServerTracker['unregister'] = (names) => call((to) => to.unregister(names));

/** Sends all that waits. Before `init` there is nothing to send: it resolves with zeros. */
export const flush: ServerTracker['flush'] = async () => current.tracker?.flush() ?? NOTHING;

/** Goes on after `stop()`; `init` has started already. */
export const start: ServerTracker['start'] = () => current.tracker?.start();

/** The last flush, within `shutdownTimeout`. Before `init` it resolves with zeros. */
export const stop: ServerTracker['stop'] = async () => current.tracker?.stop() ?? NOTHING;
