import {
  createTracker as createBrowserTracker,
  init as initBrowser,
  track,
  trackPageView as trackBrowserPageView,
} from '@pugmark/browser';
import { type AnyEvents, resolveOptions, type Tracker } from '@pugmark/core';
import { hooks } from '@tarojs/runtime';
import { createAppState } from './app-state.js';
import { CAPTURE_DEFAULTS } from './capture-options.js';
import { capture } from './captures/index.js';
import { createPageVisits } from './captures/page-visits.js';
import { captureDomClicks } from './h5/clicks.js';
import { readLaunch } from './h5/launch.js';
import { native } from './h5/native.js';
import { type PageTracking, pageTracking, trackOf } from './hooks.js';
import type { TaroOptions } from './options.js';

export {
  flush,
  masking,
  register,
  reset,
  setConsent,
  setUser,
  track,
  trackClick,
  unregister,
} from '@pugmark/browser';

// What a web page carries: the browser's tracker, and the captures of Taro's pages.

const now = () => Date.now();
const visits = /* @__PURE__ */ createPageVisits(track, now);
let started: Tracker | undefined;

export function init<Plan = AnyEvents>(options: TaroOptions): Tracker<Plan> {
  started = started || start(options);
  return started as Tracker<Plan>;
}

function start(options: TaroOptions): Tracker {
  const resolved = resolveOptions(options, CAPTURE_DEFAULTS);
  const isFirstSession = isNewDevice(resolved.name);
  // Before the tracker listens: what is tracked when the page is hidden must be there when it sends.
  const app = createAppState(native, () => {});
  const tracker = initBrowser(forBrowser(options));
  if (resolved.enabled) {
    capture(track, visits, app, readLaunch(), native, hooks, now, resolved, isFirstSession);
    if (resolved.captureClicks) captureDomClicks(track, visits);
  }
  return tracker;
}

/** The browser's tracker does not know the options of the captures. */
function forBrowser(options: TaroOptions): TaroOptions {
  const known = { ...options };
  for (const name of Object.keys(CAPTURE_DEFAULTS)) delete known[name as keyof TaroOptions];
  return known;
}

/** Looks where the browser's tracker keeps the device; where storage is blocked, every visit is a first one. */
function isNewDevice(name: string): boolean {
  try {
    return localStorage.getItem(`${name.length}.${name}.device`) === null;
  } catch {
    return true;
  }
}

export const createTracker = <Plan = AnyEvents>(options: TaroOptions): Tracker<Plan> => {
  resolveOptions(options, CAPTURE_DEFAULTS);
  return createBrowserTracker<Plan>(forBrowser(options));
};

export const usePageTracking = (page?: PageTracking): void => pageTracking(visits, page);
export const useTrack = <Plan = AnyEvents>() => trackOf<Plan>(track);

/** The page as Taro knows it, like in a mini-program, and not as the address bar shows it. */
export const trackPageView: Tracker['trackPageView'] = (
  pagePath = visits.page().pagePath,
  pageTitle = visits.page().pageTitle,
  referrer = visits.page().referrer,
) => trackBrowserPageView(pagePath, pageTitle, referrer);
