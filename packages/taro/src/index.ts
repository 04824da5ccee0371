import type { Tracker } from '@pugmark/core';
import { open, start, type TaroOptions } from './start.js';

export type {
  Consent,
  DraftEvent,
  Plugin,
  Properties,
  Stats,
  Tracker,
  TrackerEvents,
  TrackOptions,
} from '@pugmark/core';
export type { CaptureOptions } from './capture-options.js';
export type { TaroOptions };

const opened = /* @__PURE__ */ open();
const { tracker } = opened;
let isStarted = false;

/**
 * Starts the default tracker, the one behind `track`, and the captures. Call it at the top of `src/app`, before any
 * page is made; a second call changes nothing. What was tracked before is kept and replayed with its own time.
 *
 * @throws TypeError that names the option which is wrong, unknown or missing.
 * @example
 * ```ts
 * import { init } from '@pugmark/taro';
 *
 * init({ apiUrl: 'https://collect.example.com' });
 * ```
 */
export function init(options: TaroOptions): Tracker {
  if (isStarted) return tracker;
  start(opened, options, true);
  isStarted = true;
  return tracker;
}

/**
 * Starts a tracker of its own, beside the default one, without captures. Give it another `name`.
 *
 * @throws TypeError that names the option which is wrong, unknown or missing.
 * @example
 * ```ts
 * const tracker = createTracker({ apiUrl: 'https://collect.example.com', name: 'partner' });
 * tracker.track('order_paid', { orderId: 'o-1', amount: 199 });
 * ```
 */
export const createTracker = (options: TaroOptions): Tracker => start(open(), options, false);

export const track = tracker.track;
export const trackPageView: Tracker['trackPageView'] = (...args) => tracker.trackPageView(...args);
export const trackClick: Tracker['trackClick'] = (...args) => tracker.trackClick(...args);
export const setUser = tracker.setUser;
export const reset: Tracker['reset'] = (...args) => tracker.reset(...args);
export const register: Tracker['register'] = (...args) => tracker.register(...args);
export const unregister: Tracker['unregister'] = (...args) => tracker.unregister(...args);
export const setConsent: Tracker['setConsent'] = (...args) => tracker.setConsent(...args);
export const flush = tracker.flush;
