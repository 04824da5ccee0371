import type { SendAnswer, SendRequest } from '@pugmark/core';

/** What all keepalive requests of a page may carry together (Fetch standard, section 4.6), in bytes. */
const KEEPALIVE_BYTES = 65_536;

/** One budget for the whole page, whatever the number of trackers. */
let keepaliveInFlight = 0;

/**
 * Posts with `fetch`. The body is sent as `text/plain`, which needs no preflight, and without credentials.
 */
export function send({ url, body, bytes, deadline, keepalive }: SendRequest): Promise<SendAnswer> {
  return new Promise((resolve) => {
    const controller = new AbortController();
    const reserved = keepalive && keepaliveInFlight + bytes <= KEEPALIVE_BYTES ? bytes : 0;
    keepaliveInFlight += reserved;
    const finish = (answer: SendAnswer) => {
      clearTimeout(timer);
      keepaliveInFlight -= reserved;
      resolve(answer);
    };
    const timer = setTimeout(() => controller.abort(), deadline);
    fetch(url, {
      method: 'POST',
      body,
      keepalive: !!reserved,
      credentials: 'omit',
      signal: controller.signal,
    })
      .then(async (response) => ({
        status: response.status,
        body: await response.text(),
        retryAfter: response.headers.get('Retry-After') ?? undefined,
      }))
      .then(finish, () => finish({ status: 0 }));
  });
}

/** Posts with `sendBeacon`; `false` when the browser's queue is full or has no such call. */
export function sendOnExit(url: string, body: string): boolean {
  try {
    return navigator.sendBeacon(url, body);
  } catch {
    return false;
  }
}
