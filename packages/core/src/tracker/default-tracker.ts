import { clickEvent, type Page, pageViewEvent } from './named-events.js';
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

/** What `bindTracker` needs of the platform before there is a tracker. */
export interface Surroundings {
  /** The clock, so that an event tracked before `init` keeps its time; ms since 1970. */
  now(): number;
  page?(): Page;
  /** `false` where nothing will ever be sent, such as server-side rendering: nothing is kept then. */
  isLive: boolean;
}

/** @param create Makes the tracker that `init` starts. */
export function bindTracker<Options>(
  create: (options: Options) => Tracker,
  { now, page, isLive }: Surroundings,
): DefaultTracker<Options> {
  let tracker: Tracker | undefined;
  let waiting: ((tracker: Tracker) => void)[] = [];

  const call = (action: (tracker: Tracker) => void) => {
    if (tracker) action(tracker);
    else if (isLive && waiting.length < MAX_WAITING) waiting.push(action);
  };
  const track: Tracker['track'] = (eventName, properties, options) => {
    const timed = tracker ? options : { eventTime: now(), ...options };
    const kept = tracker ? properties : { ...properties };
    call((to) => to.track(eventName, kept, timed));
  };
  const forward =
    <Args extends unknown[]>(name: 'setUser' | 'reset' | 'register' | 'unregister' | 'setConsent') =>
    (...args: Args) =>
      call((to) => (to[name] as (...args: Args) => void)(...args));

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
    trackPageView: (...args) => track(...pageViewEvent(isLive ? page?.() : undefined, ...args)),
    trackClick: (...args) => track(...clickEvent(...args)),
    setUser: forward('setUser'),
    reset: forward('reset'),
    register: forward('register'),
    unregister: forward('unregister'),
    setConsent: forward('setConsent'),
    flush: () => (tracker ? tracker.flush() : Promise.resolve({ acknowledged: 0, queued: 0 })),
  };
}
