import { buildSelfDescribingEvent, newTracker } from '@snowplow/node-tracker';
import { newInMemoryEventStore } from '@snowplow/tracker-core';

let tracker;

/** Its store holds 1,000 events by default and drops the rest. */
export function init(url) {
  const { hostname, port } = new URL(url);
  tracker = newTracker(
    { namespace: 'bench', appId: 'bench', encodeBase64: false },
    {
      endpoint: hostname,
      port: Number(port),
      protocol: 'http',
      bufferSize: 500,
      maxPostBytes: 500_000,
      eventStore: newInMemoryEventStore({ maxSize: 1_000_000 }),
    },
  );
}
export function track(name, data) {
  tracker.track(buildSelfDescribingEvent({ event: { schema: `iglu:bench/${name}/jsonschema/1-0-0`, data } }));
}
export function close() {
  return tracker.flush();
}
