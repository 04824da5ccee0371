import { PostHog } from 'posthog-node';

let client;

/** Its queue holds 1,000 by default and drops the rest; its retries end after three. Both are lifted. */
export function init(url) {
  client = new PostHog('bench', {
    host: url,
    flushAt: 100,
    maxBatchSize: 500,
    maxQueueSize: 1_000_000,
    flushInterval: 500,
    fetchRetryCount: 100,
    disableGeoip: false,
  });
  client.on('error', () => {});
}
export function track(event, properties) {
  client.capture({ distinctId: 'u-1', event, properties });
}
export function close() {
  return client.shutdown(60_000);
}
