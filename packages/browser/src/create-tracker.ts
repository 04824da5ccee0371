import { type AnyEvents, type OpenTracker, openTracker, type Tracker } from '@pugmark/core';
import { name, version } from '../package.json';
import { type BrowserOptions, resolveBrowserOptions } from './options.js';
import { createPlatform, surroundings } from './platform.js';

/** Server-side rendering loads this package too; there it does nothing. */
const isPage = typeof document !== 'undefined';

/** A tracker that takes calls at once and is started by `start`. */
export const open = () => openTracker({ ...surroundings, isLive: isPage });

/**
 * Checks the options at once; the engine starts when the running script has ended, so that the first look at storage
 * does not hold up the host's own start. What is tracked until then waits as strings.
 */
export function start(opened: OpenTracker, options: BrowserOptions): Tracker {
  const resolved = resolveBrowserOptions(withPrivacySignal(options));
  if (isPage) {
    Promise.resolve()
      .then(() => opened.start(createPlatform(resolved.name, resolved.compress), resolved, { name, version }))
      .catch((cause) => console.warn('pugmark: could not start', cause));
  }
  return opened.tracker;
}

/**
 * Starts a tracker of its own, beside or instead of the default one of `init`. On a server it does nothing.
 *
 * @typeParam Plan Types its `track`: `typeof plan`, or the events of a generated file.
 * @throws TypeError that names the option which is wrong, unknown or missing.
 * @example
 * ```ts
 * const tracker = createTracker({ apiUrl: 'https://collect.example.com', name: 'checkout' });
 * tracker.track('order_paid', { orderId: 'o-1', amount: 199 });
 * ```
 */
export const createTracker = <Plan = AnyEvents>(options: BrowserOptions): Tracker<Plan> =>
  start(open(), options) as Tracker<Plan>;

/** Global Privacy Control (W3C) is a refusal, unless the host states another consent. */
function withPrivacySignal(options: BrowserOptions): BrowserOptions {
  const isRefused = isPage && (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
  return isRefused ? { ...options, consent: options?.consent ?? 'denied' } : options;
}
