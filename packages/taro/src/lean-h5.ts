import { init as initBrowser, isFirstVisit, track } from '@pugmark/browser';
import { type AnyEvents, resolveOptions, type Tracker, type TrackerOptions } from '@pugmark/core';
import { createAppState } from './app-state.js';
import { domClickCapture } from './h5/clicks.js';
import { readLaunch } from './h5/launch.js';
import { native } from './h5/native.js';
import { type Capture, createFront } from './lean-captures.js';

export {
  flush,
  register,
  reset,
  setConsent,
  setUser,
  track,
  trackClick,
  trackPageView,
  unregister,
} from '@pugmark/browser';

// What a web page carries of an app that names its captures.

let started: Tracker | undefined;

export function init<Plan = AnyEvents>(
  options: TrackerOptions,
  captures: readonly Capture[] = [],
): Tracker<Plan> {
  started = started || start(options, captures);
  return started as Tracker<Plan>;
}

function start(options: TrackerOptions, captures: readonly Capture[]): Tracker {
  const { name, plugins } = resolveOptions(options, { origin: location.origin });
  const app = createAppState({ native, launch: readLaunch() });
  const front = createFront();
  const isFirstSession = isFirstVisit(name);
  const made = captures.map((capture) => capture({ track, app, native, isFirstSession, front }));
  return initBrowser({ ...options, plugins: made.concat(plugins) });
}

export const captureClicks =
  (): Capture =>
  ({ front }) =>
    domClickCapture(front);
