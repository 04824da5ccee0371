import type { AnyEvents, OptionReaders, Tracker, TrackerOptions } from '@pugmark/core';
import { hooks } from '@tarojs/runtime';
import { clickCapture } from './captures/clicks.js';
import { type Capture, createFront } from './lean-captures.js';
import { open, start } from './start.js';

// What a mini-program carries that names its captures.

const NO_READERS: OptionReaders<object> = {};
const front = /* @__PURE__ */ createFront();
const opened = /* @__PURE__ */ open(() => front.page());
const { tracker } = opened;
let isStarted = false;

export function init<Plan = AnyEvents>(
  options: TrackerOptions,
  captures: readonly Capture[] = [],
): Tracker<Plan> {
  if (!isStarted) {
    const { track } = tracker;
    start(opened, options, NO_READERS, (begun) =>
      captures.map((capture) => capture({ ...begun, track, front })),
    );
  }
  isStarted = true;
  return tracker as Tracker<Plan>;
}

export const captureClicks =
  (): Capture =>
  ({ front }) =>
    clickCapture(hooks, front);

export const track = tracker.track;
export const setUser = tracker.setUser;
export const flush = tracker.flush;
export const trackPageView: Tracker['trackPageView'] = (...args) => tracker.trackPageView(...args);
export const trackClick: Tracker['trackClick'] = (...args) => tracker.trackClick(...args);
export const reset: Tracker['reset'] = () => tracker.reset();
export const register: Tracker['register'] = (properties) => tracker.register(properties);
export const unregister: Tracker['unregister'] = (names) => tracker.unregister(names);
export const setConsent: Tracker['setConsent'] = (consent) => tracker.setConsent(consent);
