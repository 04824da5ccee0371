import {
  createTracker as createBrowserTracker,
  init as initBrowser,
  isFirstVisit,
  track,
  trackPageView as trackBrowserPageView,
} from '@pugmark/browser';
import { type AnyEvents, resolveOptions, type Tracker } from '@pugmark/core';
import { hooks } from '@tarojs/runtime';
import { createAppState } from './app-state.js';
import { CAPTURE_READERS, type ResolvedCaptureOptions } from './capture-options.js';
import { createCaptures } from './captures/index.js';
import { createPageVisits } from './captures/page-visits.js';
import { domClickCapture } from './h5/clicks.js';
import { readLaunch } from './h5/launch.js';
import { native } from './h5/native.js';
import { type PageTracking, pageTracking, trackOf } from './hooks.js';
import type { TaroOptions } from './options.js';
import { clock } from './surroundings.js';
import { createVisitorLink } from './web-view.js';

export {
  addTags,
  eraseMe,
  flush,
  getConsent,
  getDeviceId,
  getSessionId,
  getUserId,
  isSampled,
  masking,
  register,
  registerOnce,
  reset,
  sampling,
  setConsent,
  setGroup,
  setLocation,
  setUser,
  setUserProperties,
  timeEvent,
  track,
  trackClick,
  unregister,
} from '@pugmark/browser';

// What a web page carries: the browser's tracker, and the captures of Taro's pages.

const visits = /* @__PURE__ */ createPageVisits(track, clock.now);
let started: Tracker | undefined;

export function init<Plan = AnyEvents>(options: TaroOptions): Tracker<Plan> {
  started = started || start(options);
  return started as Tracker<Plan>;
}

function start(options: TaroOptions): Tracker {
  const resolved = resolveOptions<ResolvedCaptureOptions>(options, {
    origin: location.origin,
    readers: CAPTURE_READERS,
  });
  // Before the tracker listens: what is tracked when the page is hidden must be there when it sends.
  const app = createAppState({ native, launch: readLaunch() });
  const captures = createCaptures({
    visits,
    app,
    native,
    hooks,
    options: resolved,
    isFirstSession: isFirstVisit(resolved.name),
  });
  if (resolved.captureClicks) captures.push(domClickCapture(visits));
  return initBrowser({ ...forBrowser(options), plugins: captures.concat(link.plugin, resolved.plugins) });
}

/** The browser's tracker does not know the options of the captures. */
function forBrowser(options: TaroOptions): TaroOptions {
  const known = { ...options };
  for (const name of Object.keys(CAPTURE_READERS)) delete known[name as keyof TaroOptions];
  return known;
}

export const createTracker = <Plan = AnyEvents>(options: TaroOptions): Tracker<Plan> => {
  resolveOptions(options, { origin: location.origin, readers: CAPTURE_READERS });
  return createBrowserTracker<Plan>(forBrowser(options));
};

export const usePageTracking = (page?: PageTracking): void => pageTracking(visits, page);
export const useTrack = <Plan = AnyEvents>() => trackOf<Plan>(track);

const link = /* @__PURE__ */ createVisitorLink(clock);
export const withVisitor = (url: string): string => link.withVisitor(url);

/** The page as Taro knows it, like in a mini-program, and not as the address bar shows it. */
export const trackPageView: Tracker['trackPageView'] = (
  pagePath = visits.page().pagePath,
  pageTitle = visits.page().pageTitle,
  referrer = visits.page().referrer,
) => trackBrowserPageView(pagePath, pageTitle, referrer);
