import type { AnyEvents } from '@pugmark/core';
import { openServerTracker } from './open-tracker.js';
import type { ServerOptions } from './options.js';
import type { ServerTracker } from './server-tracker.js';

/**
 * Starts a tracker of its own, beside or instead of the default one of `init`.
 *
 * @typeParam Plan Types its `track` and `trackBusinessEvent`: `typeof plan`, or the events of a generated file.
 * @throws TypeError that names the option which is wrong, unknown or missing.
 * @example
 * ```ts
 * const tracker = createTracker({ apiUrl: 'https://collect.example.com', name: 'billing' });
 * tracker.trackBusinessEvent('order_paid', { orderId: 'o-1', amount: 199 }, { userId: 'u-1', orderId: 'o-1' });
 * ```
 */
export function createTracker<Plan = AnyEvents>(options: ServerOptions): ServerTracker<Plan> {
  return openServerTracker().init(options) as ServerTracker<Plan>;
}
