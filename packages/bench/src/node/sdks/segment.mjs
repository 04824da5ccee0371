import { Analytics } from '@segment/analytics-node';

let analytics;

/** Large batches cost it least; its retries go on for hours by default. */
export function init(url) {
  analytics = new Analytics({ writeKey: 'bench', host: url, flushAt: 500, flushInterval: 500 });
  analytics.on('error', () => {});
}
export function track(event, properties) {
  analytics.track({ userId: 'u-1', event, properties });
}
export function close() {
  return analytics.closeAndFlush();
}
