import {
  BrowserClient,
  defaultStackParser,
  getCurrentScope,
  makeBrowserOfflineTransport,
  makeFetchTransport,
} from '@sentry/browser';

let client;

/** A bare client (no default integrations) with the offline transport, which keeps failed events in IndexedDB. */
export function init(url) {
  client = new BrowserClient({
    dsn: `http://bench@${new URL(url).host}/1`,
    transport: makeBrowserOfflineTransport(makeFetchTransport),
    // The default of 64 requests in flight drops the rest of a burst.
    transportOptions: { bufferSize: 20_000, maxQueueSize: 20_000 },
    stackParser: defaultStackParser,
    integrations: [],
    sendClientReports: false,
  });
  getCurrentScope().setClient(client);
  client.init();
}
export function track(name, properties) {
  getCurrentScope().captureEvent({ message: name, level: 'info', extra: properties });
}
export function setUser(userId) {
  getCurrentScope().setUser({ id: userId });
}
export function flush() {
  return client.flush(30_000);
}
