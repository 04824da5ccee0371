import {
  createTracker as createCoreTracker,
  createInertTracker,
  resolveOptions,
  type Tracker,
  type TrackerOptions,
} from '@pugmark/core';
import { name, version } from '../package.json';
import { createPlatform } from './platform.js';

/** Server-side rendering loads this package too; there it does nothing. */
export const isPage = typeof document !== 'undefined';

/**
 * Starts a tracker of its own, beside or instead of the default one of `init`. On a server it does nothing.
 *
 * @throws TypeError that names the option which is wrong, unknown or missing.
 * @example
 * ```ts
 * const tracker = createTracker({ apiUrl: 'https://collect.example.com', name: 'checkout' });
 * tracker.track('order_paid', { orderId: 'o-1', amount: 199 });
 * ```
 */
export function createTracker(options: TrackerOptions): Tracker {
  const resolved = resolveOptions({ ...withPrivacySignal(), ...options });
  return isPage
    ? createCoreTracker(createPlatform(resolved.name), resolved, { name, version })
    : createInertTracker();
}

/** Global Privacy Control (W3C) is a refusal, unless the host states another consent. */
function withPrivacySignal(): Pick<TrackerOptions, 'consent'> {
  return isPage && (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl
    ? { consent: 'denied' }
    : {};
}
