import { createTracker } from '@pugmark/node';

let tracker;

/** Its defaults, with the write-ahead log on; room for as many events as an outage brings. */
export function init(url, directory) {
  tracker = createTracker({ apiUrl: url, directory, maxQueueBytes: 100_000_000, shutdownTimeout: 60_000 });
}
export function track(name, properties) {
  tracker.track(name, properties);
}
export function close() {
  return tracker.stop();
}
