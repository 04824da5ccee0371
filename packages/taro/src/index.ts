import * as h5 from './h5.js';
import * as mini from './mini.js';

export type {
  AnyEvents,
  Consent,
  ConsentCategory,
  ConsentChoice,
  DraftEvent,
  Location,
  Mask,
  MaskKind,
  MaskRules,
  Plugin,
  Properties,
  RegisterOptions,
  Sampling,
  SamplingRates,
  Stats,
  Track,
  Tracker,
  TrackerEvents,
  TrackOptions,
} from '@pugmark/core';
export type { CaptureOptions } from './capture-options.js';
export type { PageTracking } from './hooks.js';
export type { TaroOptions } from './options.js';

// Taro puts the platform's name in place of `process.env.TARO_ENV`, in packages too. Compared in every line, so that the
// bundler sees which of the two modules nobody uses and leaves it out; a constant would hide that from it.

/**
 * Starts the default tracker, the one behind `track`, and the captures. Call it at the top of `src/app`, before any
 * page is made; a second call changes nothing. What was tracked before is kept and replayed with its own time.
 *
 * @typeParam Plan Types `track` of the tracker it answers: `typeof plan`, or the events of a generated file.
 * @throws TypeError that names the option which is wrong, unknown or missing.
 * @example
 * ```ts
 * import { init } from '@pugmark/taro';
 *
 * init({ apiUrl: 'https://collect.example.com' });
 * ```
 */
export const init: typeof mini.init = process.env.TARO_ENV === 'h5' ? h5.init : mini.init;

/**
 * Starts a tracker of its own, beside the default one, without captures. Give it another `name`.
 *
 * @typeParam Plan Types its `track`: `typeof plan`, or the events of a generated file.
 * @throws TypeError that names the option which is wrong, unknown or missing.
 * @example
 * ```ts
 * const tracker = createTracker({ apiUrl: 'https://collect.example.com', name: 'partner' });
 * tracker.track('order_paid', { orderId: 'o-1', amount: 199 });
 * ```
 */
export const createTracker: typeof mini.createTracker =
  process.env.TARO_ENV === 'h5' ? h5.createTracker : mini.createTracker;

/**
 * Names the page that calls it, and adds properties to its `page_view` and `page_leave`. For React and Vue; call it
 * in the page's component. A page that is captured automatically was viewed before its component runs: list it in
 * `excludePages` (or switch `capturePages` off), and this call tracks it.
 *
 * @example
 * ```ts
 * import { usePageTracking } from '@pugmark/taro';
 *
 * export default function Order() {
 *   usePageTracking({ pageTitle: '确认订单', properties: { escortId: 'e-1' } });
 *   return undefined;
 * }
 * ```
 */
export const usePageTracking: typeof mini.usePageTracking =
  process.env.TARO_ENV === 'h5' ? h5.usePageTracking : mini.usePageTracking;

/**
 * `track` with the `pagePath` of the page that calls it, also when that page is no longer in front. For React and Vue;
 * the same page gets the same function.
 *
 * @typeParam Plan Types it: `typeof plan`, or the events of a generated file.
 * @example
 * ```ts
 * import { useTrack } from '@pugmark/taro';
 *
 * export default function Order() {
 *   const track = useTrack();
 *   track('order_shown', { orderId: 'o-1' });
 *   return undefined;
 * }
 * ```
 */
export const useTrack: typeof mini.useTrack = process.env.TARO_ENV === 'h5' ? h5.useTrack : mini.useTrack;

export const track: typeof mini.track = process.env.TARO_ENV === 'h5' ? h5.track : mini.track;
/** Tracks `page_view`; what is left out is taken from the page in front. */
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
/** Takes personal data away: `init({ apiUrl, mask: masking({ phone: 'phone' }) })`. */
export const masking: typeof mini.masking = process.env.TARO_ENV === 'h5' ? h5.masking : mini.masking;
/**
 * An address that carries device and session with it, for two minutes: of a page of yours in a `<web-view>`, whose tracker
 * goes on with them. Without consent, and before the first event, the address is as it was. It names the visitor, so
 * give it to your own pages only.
 *
 * @example
 * ```ts
 * import { withVisitor } from '@pugmark/taro';
 *
 * const src = withVisitor('https://shop.example.com/help?topic=refund');
 * // <WebView src={src} />
 * ```
 */
export const withVisitor: typeof mini.withVisitor =
  process.env.TARO_ENV === 'h5' ? h5.withVisitor : mini.withVisitor;
/** Tells what is known of the user, as an event `user_update`. */
export const setUserProperties: typeof mini.setUserProperties =
  process.env.TARO_ENV === 'h5' ? h5.setUserProperties : mini.setUserProperties;
/** Gives the user tags, as an event `user_update`. */
export const addTags: typeof mini.addTags = process.env.TARO_ENV === 'h5' ? h5.addTags : mini.addTags;
/** Says to which group the user belongs: every event that follows carries it in `groups`. */
export const setGroup: typeof mini.setGroup = process.env.TARO_ENV === 'h5' ? h5.setGroup : mini.setGroup;
/** Adds properties to every event that follows, unless they are there already. */
export const registerOnce: typeof mini.registerOnce =
  process.env.TARO_ENV === 'h5' ? h5.registerOnce : mini.registerOnce;
/** Where the user is, after your own prompt: every event that follows says so. */
export const setLocation: typeof mini.setLocation =
  process.env.TARO_ENV === 'h5' ? h5.setLocation : mini.setLocation;
/** Stops, erases all that is kept here, and asks the collector to erase what this device has sent. */
export const eraseMe: typeof mini.eraseMe = process.env.TARO_ENV === 'h5' ? h5.eraseMe : mini.eraseMe;
export const getDeviceId: typeof mini.getDeviceId =
  process.env.TARO_ENV === 'h5' ? h5.getDeviceId : mini.getDeviceId;
export const getSessionId: typeof mini.getSessionId =
  process.env.TARO_ENV === 'h5' ? h5.getSessionId : mini.getSessionId;
export const getUserId: typeof mini.getUserId = process.env.TARO_ENV === 'h5' ? h5.getUserId : mini.getUserId;
export const getConsent: typeof mini.getConsent =
  process.env.TARO_ENV === 'h5' ? h5.getConsent : mini.getConsent;
/** Starts the clock of an event: the next one of that name has the property `duration`, in ms. */
export const timeEvent: typeof mini.timeEvent = process.env.TARO_ENV === 'h5' ? h5.timeEvent : mini.timeEvent;
export const sampling: typeof mini.sampling = process.env.TARO_ENV === 'h5' ? h5.sampling : mini.sampling;
export const isSampled: typeof mini.isSampled = process.env.TARO_ENV === 'h5' ? h5.isSampled : mini.isSampled;
