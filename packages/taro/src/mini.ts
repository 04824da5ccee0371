import { type AnyEvents, createTimeEvent, isSampled, masking, sampling, type Tracker } from '@pugmark/core';
import { hooks } from '@tarojs/runtime';
import { CAPTURE_READERS, type ResolvedCaptureOptions } from './capture-options.js';
import { clickCapture } from './captures/clicks.js';
import { createCaptures } from './captures/index.js';
import { createPageVisits, type PageVisits } from './captures/page-visits.js';
import { type PageTracking, pageTracking, trackOf } from './hooks.js';
import type { TaroOptions } from './options.js';
import { type Begun, open, start } from './start.js';
import { clock } from './surroundings.js';
import { createVisitorLink } from './web-view.js';

export { isSampled, masking, sampling };

// What a mini-program carries; its API is that of the package.

const opened = /* @__PURE__ */ open(() => visits.page());
const { tracker } = opened;
const visits: PageVisits = /* @__PURE__ */ createPageVisits(tracker.track, clock.now);
const link = /* @__PURE__ */ createVisitorLink(clock);
let isStarted = false;

export function init<Plan = AnyEvents>(options: TaroOptions): Tracker<Plan> {
  if (!isStarted) start(opened, options, CAPTURE_READERS, capture);
  isStarted = true;
  return tracker as Tracker<Plan>;
}
export const createTracker = <Plan = AnyEvents>(options: TaroOptions): Tracker<Plan> =>
  start(open(), options, CAPTURE_READERS) as Tracker<Plan>;

function capture(begun: Begun<ResolvedCaptureOptions>) {
  const captures = createCaptures({ ...begun, visits, hooks });
  if (begun.options.captureClicks) captures.push(clickCapture(hooks, visits));
  return captures.concat(link.plugin);
}

export const withVisitor = (url: string): string => link.withVisitor(url);

export const usePageTracking = (page?: PageTracking): void => pageTracking(visits, page);
export const useTrack = <Plan = AnyEvents>() => trackOf<Plan>(tracker.track);

export const track = tracker.track;
export const trackPageView: Tracker['trackPageView'] = (...args) => tracker.trackPageView(...args);
export const trackClick: Tracker['trackClick'] = (...args) => tracker.trackClick(...args);
export const setUser = tracker.setUser;
export const reset: Tracker['reset'] = (...args) => tracker.reset(...args);
export const register: Tracker['register'] = (...args) => tracker.register(...args);
export const unregister: Tracker['unregister'] = (...args) => tracker.unregister(...args);
export const setUserProperties: Tracker['setUserProperties'] = (...args) =>
  tracker.setUserProperties(...args);
export const addTags: Tracker['addTags'] = (...args) => tracker.addTags(...args);
export const setGroup: Tracker['setGroup'] = (...args) => tracker.setGroup(...args);
export const registerOnce: Tracker['registerOnce'] = (...args) => tracker.registerOnce(...args);
export const setLocation: Tracker['setLocation'] = (...args) => tracker.setLocation(...args);
export const eraseMe: Tracker['eraseMe'] = (...args) => tracker.eraseMe(...args);
export const getDeviceId: Tracker['getDeviceId'] = (...args) => tracker.getDeviceId(...args);
export const getSessionId: Tracker['getSessionId'] = (...args) => tracker.getSessionId(...args);
export const getUserId: Tracker['getUserId'] = (...args) => tracker.getUserId(...args);
export const getConsent: Tracker['getConsent'] = (...args) => tracker.getConsent(...args);
export const timeEvent = /* @__PURE__ */ createTimeEvent(tracker);
export const setConsent: Tracker['setConsent'] = (...args) => tracker.setConsent(...args);
export const flush = tracker.flush;
