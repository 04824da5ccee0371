import * as amplitude from '@amplitude/analytics-browser';

/** Unsent events live in localStorage by default; everything that captures by itself is off. */
export function init(url) {
  return amplitude.init('bench', undefined, {
    serverUrl: `${url}/2/httpapi`,
    autocapture: false,
    remoteConfig: { fetchRemoteConfig: false },
    enableDiagnostics: false,
    transport: 'fetch',
  }).promise;
}
export function track(name, properties) {
  amplitude.track(name, properties);
}
export function setUser(userId) {
  amplitude.setUserId(userId);
}
export function flush() {
  return amplitude.flush().promise;
}
