import mixpanel from 'mixpanel-browser/src/loaders/loader-module-core';

/** The core build (no session recorder); batches of 50 from a localStorage queue, which are its defaults. */
export function init(url) {
  mixpanel.init('bench', {
    api_host: url,
    api_payload_format: 'json',
    persistence: 'localStorage',
    batch_requests: true,
    autocapture: false,
    track_pageview: false,
  });
}
export function track(name, properties) {
  mixpanel.track(name, properties);
}
export function setUser(userId) {
  mixpanel.identify(userId);
}
/** Mixpanel has no flush: its batches follow each other until the queue is empty. */
export function flush() {}
