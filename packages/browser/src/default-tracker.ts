import { type AnyEvents, createTimeEvent, type Tracker } from '@pugmark/core';
import { createTracker, open, start } from './create-tracker.js';
import type { BrowserOptions } from './options.js';

export { createTracker };

const opened = /* @__PURE__ */ open();
const { tracker } = opened;

/**
 * Starts the default tracker, the one behind `track`. Calls made before are kept and replayed with their own time.
 * On a server it does nothing.
 *
 * @typeParam Plan Types `track` of the tracker it answers: `typeof plan`, or the events of a generated file.
 * @throws TypeError that names the option which is wrong, unknown or missing.
 * @example
 * ```ts
 * import { init, track } from '@pugmark/browser';
 *
 * init({ apiUrl: 'https://collect.example.com' });
 * track('landing_page_view', { version: 'a' });
 * ```
 */
export const init = <Plan = AnyEvents>(options: BrowserOptions): Tracker<Plan> =>
  start(opened, options) as Tracker<Plan>;
export const track = tracker.track;
export const trackPageView: Tracker['trackPageView'] = (...args) => tracker.trackPageView(...args);
export const trackClick: Tracker['trackClick'] = (...args) => tracker.trackClick(...args);
export const setUser = tracker.setUser;
export const reset: Tracker['reset'] = (...args) => tracker.reset(...args);
export const register: Tracker['register'] = (...args) => tracker.register(...args);
export const unregister: Tracker['unregister'] = (...args) => tracker.unregister(...args);
export const setUserProperties = tracker.setUserProperties;
export const addTags = tracker.addTags;
export const setGroup = tracker.setGroup;
export const registerOnce = tracker.registerOnce;
/** Starts the clock of an event: the next one of that name has the property `duration`, in ms. */
export const timeEvent = (eventName: string): void => {
  timer = timer || createTimeEvent(tracker);
  timer(eventName);
};
let timer: typeof timeEvent | undefined;
export const setLocation = tracker.setLocation;
export const eraseMe = tracker.eraseMe;
export const getDeviceId = tracker.getDeviceId;
export const getSessionId = tracker.getSessionId;
export const getUserId = tracker.getUserId;
export const getConsent = tracker.getConsent;
export const setConsent: Tracker['setConsent'] = (...args) => tracker.setConsent(...args);
export const flush = tracker.flush;
