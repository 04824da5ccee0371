import type { SendAnswer, SendRequest } from '@pugmark/core';
import type { Compress } from './gzip.js';

/** What all keepalive requests of a page may carry together (Fetch standard, section 4.6), in bytes. */
const KEEPALIVE_BYTES = 65_536;

/** One budget for the whole page, whatever the number of trackers. */
let bytesInFlight = 0;

/**
 * Posts with `fetch`, kept alive beyond the page while the budget lasts. The body is sent as `text/plain`, which needs no preflight, and without credentials.
 */
export async function send(
  { url, body, bytes, deadline }: SendRequest,
  compress: Compress = String,
): Promise<SendAnswer> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), deadline);
  const keepalive = bytesInFlight + bytes <= KEEPALIVE_BYTES;
  bytesInFlight += bytes;
  try {
    const { signal } = controller;
    const packed = compress(body);
    const response = await fetch(url, {
      method: 'POST',
      // No await for what is ready: while the page is being hidden, the request must begin in this tick.
      body: typeof packed === 'string' ? packed : await packed,
      keepalive,
      credentials: 'omit',
      signal,
    });
    const retryAfter = response.headers.get('Retry-After');
    return { status: response.status, body: await response.text(), retryAfter };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
    bytesInFlight -= bytes;
  }
}

/** Posts with `sendBeacon`; `false` when the browser's queue is full or has no such call. */
export function sendOnExit(url: string, body: string): boolean {
  try {
    return navigator.sendBeacon(url, body);
  } catch {
    return false;
  }
}
