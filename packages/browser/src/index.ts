import type { Tracker, TrackerOptions } from '@pugmark/core';
import { createTracker, open, start } from './create-tracker.js';

export type {
  Consent,
  DraftEvent,
  Plugin,
  Properties,
  Stats,
  Tracker,
  TrackerEvents,
  TrackerOptions,
  TrackOptions,
} from '@pugmark/core';
export { contextHeaders } from './context-headers.js';
export { createTracker };

const opened = /* @__PURE__ */ open();
const { tracker } = opened;

/**
 * Starts the default tracker, the one behind `track`. Calls made before are kept and replayed with their own time.
 * On a server it does nothing.
 *
 * @throws TypeError that names the option which is wrong, unknown or missing.
 * @example
 * ```ts
 * import { init, track } from '@pugmark/browser';
 *
 * init({ apiUrl: 'https://collect.example.com' });
 * track('landing_page_view', { version: 'a' });
 * ```
 */
export const init = (options: TrackerOptions): Tracker => start(opened, options);
export const track = tracker.track;
export const trackPageView: Tracker['trackPageView'] = (...args) => tracker.trackPageView(...args);
export const trackClick: Tracker['trackClick'] = (...args) => tracker.trackClick(...args);
export const setUser = tracker.setUser;
export const reset: Tracker['reset'] = (...args) => tracker.reset(...args);
export const register: Tracker['register'] = (...args) => tracker.register(...args);
export const unregister: Tracker['unregister'] = (...args) => tracker.unregister(...args);
export const setConsent: Tracker['setConsent'] = (...args) => tracker.setConsent(...args);
export const flush = tracker.flush;
