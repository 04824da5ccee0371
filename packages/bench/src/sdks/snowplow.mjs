import { flushBuffer, newTracker, setUserId, trackSelfDescribingEvent } from '@snowplow/browser-tracker';

/** Its queue lives in localStorage by default; ten events a request instead of one. */
export function init(url) {
  newTracker('bench', url, { appId: 'bench', eventMethod: 'post', bufferSize: 10 });
}
export function track(name, properties) {
  trackSelfDescribingEvent({ event: { schema: `iglu:bench/${name}/jsonschema/1-0-0`, data: properties } });
}
export function setUser(userId) {
  setUserId(userId);
}
export function flush() {
  flushBuffer();
}
