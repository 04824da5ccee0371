import { createInstance, Types } from '@amplitude/analytics-node';

let client;

/** Its retries end after twelve by default. */
export function init(url) {
  client = createInstance();
  return client.init('bench', {
    serverUrl: `${url}/2/httpapi`,
    flushQueueSize: 500,
    flushIntervalMillis: 500,
    flushMaxRetries: 1000,
    logLevel: Types.LogLevel.None,
  }).promise;
}
export function track(name, properties) {
  client.track(name, properties, { user_id: 'u-1' });
}
export function close() {
  return client.flush().promise;
}
