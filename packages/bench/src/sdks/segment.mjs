import { AnalyticsBrowser } from '@segment/analytics-next';

let analytics;

/**
 * One request an event, Segment's default: failed events go to a queue that is persisted on pagehide. Its
 * batching persists no more, and a burst costs it far more: each event added serialises the whole batch again.
 */
export function init(url) {
  analytics = AnalyticsBrowser.load({
    writeKey: 'bench',
    // What Segment's CDN would answer, given at once so that no request is needed for it.
    cdnSettings: {
      integrations: {
        'Segment.io': { apiKey: 'bench', apiHost: `${new URL(url).host}/v1`, protocol: 'http' },
      },
    },
  });
  return analytics.ready();
}
export function track(name, properties) {
  analytics.track(name, properties);
}
export function setUser(userId) {
  analytics.identify(userId);
}
/** Segment has no flush: its own timers send. */
export function flush() {}
