import {
  type AnyEvents,
  createStoredLog,
  NativePromise,
  type OpenTracker,
  openTracker,
  type Tracker,
} from '@pugmark/core';
import { name, version } from '../package.json';
import { isPage } from './is-page.js';
import { listen } from './listen.js';
import {
  type BrowserOptions,
  compressWith,
  type ResolvedBrowserOptions,
  resolveBrowserOptions,
} from './options.js';
import { followPageViews } from './page.js';
import { createPlatform, earlyPlatform } from './platform.js';
import { warn } from './warn.js';

/** A tracker that takes calls at once and is started by `start`. */
export function open(): OpenTracker {
  const opened = openTracker(earlyPlatform);
  if (isPage) opened.tracker.trackPageView = followPageViews(opened.tracker.trackPageView);
  return opened;
}

/** Checks the options at once; the tracker starts when the running script has ended. */
export function start(opened: OpenTracker, options: BrowserOptions): Tracker {
  const resolved = resolveBrowserOptions(withPrivacySignal(options));
  if (isPage) void launch(opened, resolved);
  else if (isSilentPlace()) warn('nothing is tracked here: call it from a page');
  return opened.tracker;
}

/**
 * Later, so that the first look at storage does not hold up the host's own start; what is tracked until then waits in
 * memory. A page that the browser renders ahead of time may never be seen: it waits until it is.
 */
async function launch(opened: OpenTracker, options: ResolvedBrowserOptions): Promise<void> {
  await undefined;
  try {
    if ((document as { prerendering?: unknown }).prerendering === true) await activation();
    const platform = createPlatform(options.name, options.queue, compressWith(options.compress));
    opened.start({
      platform,
      options: { ...options, compress: options.compress !== false },
      sdk: { name, version },
      log: createStoredLog(platform),
    });
  } catch (cause) {
    warn('could not start', cause);
  }
}

const activation = () =>
  new NativePromise<void>((resolve) => {
    const stop = listen(['prerenderingchange'], () => {
      stop();
      resolve();
    });
  });

/** Workers and React Native, where somebody may wait for events; a server that renders pages is none of them. */
const isSilentPlace = () =>
  'importScripts' in globalThis || (globalThis.navigator as Navigator | undefined)?.product === 'ReactNative';

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
