import * as h5 from './lean-h5.js';
import * as mini from './lean-mini.js';

export type {
  AnyEvents,
  Consent,
  Plugin,
  Properties,
  Stats,
  Track,
  Tracker,
  TrackerOptions,
  TrackOptions,
} from '@pugmark/core';
export {
  type Capture,
  captureApp,
  captureErrors,
  captureNetwork,
  capturePages,
  type PageCaptureOptions,
} from './lean-captures.js';

// As in `index.ts`: compared in every line, so that the bundler leaves out the module that nobody uses.

/**
 * Starts the default tracker with the captures that are given, and no other: what an app does not import it does not carry.
 *
 * @typeParam Plan Types `track` of the tracker it answers: `typeof plan`, or the events of a generated file.
 * @param captures Default: none.
 * @throws TypeError that names the option which is wrong, unknown or missing.
 * @example
 * ```ts
 * import { captureApp, capturePages, init } from '@pugmark/taro/lean';
 *
 * init({ apiUrl: 'https://collect.example.com' }, [captureApp(), capturePages()]);
 * ```
 */
export const init: typeof mini.init = process.env.TARO_ENV === 'h5' ? h5.init : mini.init;
/** `button_click`, of elements that handle a tap; on H5 of buttons, links and elements with an id. */
export const captureClicks: typeof mini.captureClicks =
  process.env.TARO_ENV === 'h5' ? h5.captureClicks : mini.captureClicks;
export const track: typeof mini.track = process.env.TARO_ENV === 'h5' ? h5.track : mini.track;
export const trackPageView: typeof mini.trackPageView =
  process.env.TARO_ENV === 'h5' ? h5.trackPageView : mini.trackPageView;
export const trackClick: typeof mini.trackClick =
  process.env.TARO_ENV === 'h5' ? h5.trackClick : mini.trackClick;
export const setUser: typeof mini.setUser = process.env.TARO_ENV === 'h5' ? h5.setUser : mini.setUser;
export const reset: typeof mini.reset = process.env.TARO_ENV === 'h5' ? h5.reset : mini.reset;
export const register: typeof mini.register = process.env.TARO_ENV === 'h5' ? h5.register : mini.register;
export const unregister: typeof mini.unregister =
  process.env.TARO_ENV === 'h5' ? h5.unregister : mini.unregister;
export const setConsent: typeof mini.setConsent =
  process.env.TARO_ENV === 'h5' ? h5.setConsent : mini.setConsent;
export const flush: typeof mini.flush = process.env.TARO_ENV === 'h5' ? h5.flush : mini.flush;
