import * as pugmark from '@pugmark/browser';

/** Everything else is the default: durable queue, batches, retries. */
export function init(url) {
  pugmark.init({ apiUrl: url });
}
export function track(name, properties) {
  pugmark.track(name, properties);
}
export function setUser(userId) {
  pugmark.setUser(userId);
}
export function flush() {
  return pugmark.flush();
}
