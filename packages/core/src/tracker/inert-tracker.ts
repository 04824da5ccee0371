import type { Tracker } from './tracker.js';

/** A tracker that does nothing: for `enabled: false`, and for server-side rendering. */
export function createInertTracker(): Tracker {
  const nothing = () => {};
  return {
    track: nothing,
    trackPageView: nothing,
    trackClick: nothing,
    setUser: nothing,
    reset: nothing,
    register: nothing,
    unregister: nothing,
    setConsent: nothing,
    flush: () => Promise.resolve({ acknowledged: 0, queued: 0 }),
    close: () => Promise.resolve(),
    stats: () => ({ tracked: 0, adopted: 0, acknowledged: 0, queued: 0, dropped: {} }),
    use: nothing,
    on: () => nothing,
  };
}
