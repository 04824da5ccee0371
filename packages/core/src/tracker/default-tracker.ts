import { clickEvent, pageViewEvent } from './named-events.js';
import type { Tracker } from './tracker.js';

/** Calls kept before `init`; the first ones stay, since they tell how the visit began. */
const MAX_WAITING = 1000;

/** One tracker for the whole application, as plain functions. Calls made before `init` are kept and replayed. */
export interface DefaultTracker<Options>
  extends Pick<
    Tracker,
    'track' | 'trackPageView' | 'trackClick' | 'setUser' | 'reset' | 'register' | 'unregister' | 'setConsent'
  > {
  /**
   * Starts the default tracker. A second call changes nothing and answers the first tracker.
   *
   * @throws TypeError that names the option which is wrong, unknown or missing.
   */
  init(options: Options): Tracker;
  /** Sends all that waits. Before `init` there is nothing to send: it resolves with zeros. */
  flush: Tracker['flush'];
}

/**
 * @param create Makes the tracker that `init` starts.
 * @param now The clock, so that an event tracked before `init` keeps its time.
 * @param isLive `false` where nothing will ever be sent, such as server-side rendering: nothing is kept then.
 */
export function bindTracker<Options>(
  create: (options: Options) => Tracker,
  now: () => number,
  isLive: boolean,
): DefaultTracker<Options> {
  let tracker: Tracker | undefined;
  let waiting: ((tracker: Tracker) => void)[] = [];

  const call = (action: (tracker: Tracker) => void) => {
    if (tracker) action(tracker);
    else if (isLive && waiting.length < MAX_WAITING) waiting.push(action);
  };
  const track: Tracker['track'] = (eventName, properties, options) => {
    if (tracker) tracker.track(eventName, properties, options);
    else {
      const eventTime = now();
      const copy = { ...properties };
      call((to) => to.track(eventName, copy, { eventTime, ...options }));
    }
  };

  return {
    init(options) {
      if (!tracker) {
        const created = create(options);
        tracker = created;
        for (const action of waiting) action(created);
        waiting = [];
      }
      return tracker;
    },
    track,
    trackPageView: (...args) => (tracker ? tracker.trackPageView(...args) : track(...pageViewEvent(...args))),
    trackClick: (...args) => track(...clickEvent(...args)),
    setUser: (...args) => call((to) => to.setUser(...args)),
    reset: () => call((to) => to.reset()),
    register: (properties) => call((to) => to.register(properties)),
    unregister: (names) => call((to) => to.unregister(names)),
    setConsent: (consent) => call((to) => to.setConsent(consent)),
    flush: () => (tracker ? tracker.flush() : Promise.resolve({ acknowledged: 0, queued: 0 })),
  };
}
