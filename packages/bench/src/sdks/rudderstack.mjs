import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';

let analytics;

/** The bundled build: the plain one loads its event queue from a CDN at run time. */
export function init(url) {
  analytics = new RudderAnalytics();
  analytics.load('bench', url, {
    configUrl: url,
    getSourceConfig: () => sourceConfig,
    loadIntegration: false,
    sendAdblockPage: false,
    useBeacon: false,
    storage: { type: 'localStorage' },
    // Its cap of 100 records drops the rest of a burst silently; batches keep their default size of 100.
    queueOptions: { maxItems: 20_000, batch: { enabled: true, flushInterval: 1000 } },
  });
}
export function track(name, properties) {
  analytics.track(name, properties);
}
export function setUser(userId) {
  analytics.identify(userId);
}
/** RudderStack has no flush: its own timers send. */
export function flush() {}

/** What the control plane would answer. */
const sourceConfig = {
  updatedAt: '2025-01-01T00:00:00.000Z',
  source: {
    id: 'bench',
    name: 'bench',
    writeKey: 'bench',
    enabled: true,
    workspaceId: 'bench',
    updatedAt: '2025-01-01T00:00:00.000Z',
    config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
    connections: [],
    destinations: [],
    dataplanes: {},
  },
};
