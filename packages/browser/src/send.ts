import { type SendAnswer, type SendRequest, withDeadline } from '@pugmark/core';
import { clock } from './clock.js';
import type { Compress, Packed } from './gzip.js';
import { pack } from './pack.js';

/** What all keepalive requests of a page may carry together (Fetch standard, section 4.6), in bytes. */
const KEEPALIVE_BYTES = 65_536;

/** What they carry now: one budget for the whole page, whatever the number of trackers. */
let keptAlive = 0;

/**
 * Posts with `fetch`, kept alive beyond the page while the budget lasts. The body is sent as `text/plain`, which needs no
 * preflight, and without credentials. There is an answer at the deadline, whatever a wrapper around `fetch` does.
 */
export async function send(request: SendRequest, compress: Compress): Promise<SendAnswer> {
  const { url, body, bytes, deadline } = request;
  const controller = new AbortController();
  const { signal } = controller;
  let kept = 0;

  const post = async (): Promise<SendAnswer> => {
    const packed = request.compress ? pack(compress, body) : body;
    // No await for what is ready: while the page is being hidden, the request must begin in this tick.
    const payload = typeof packed === 'string' ? packed : await packed;
    if (signal.aborted) return { status: 0 };
    const isCompressed = payload !== body;
    const size = isCompressed ? sizeOf(payload, bytes) : bytes;
    if (keptAlive + size <= KEEPALIVE_BYTES) kept = size;
    keptAlive += kept;
    const response = await window.fetch(url, {
      method: 'POST',
      body: payload,
      keepalive: kept > 0,
      credentials: 'omit',
      signal,
    });
    return { ...(await readResponse(response)), isCompressed };
  };

  const { value, cause } = await withDeadline(clock, deadline, post);
  keptAlive -= kept;
  controller.abort();
  return value || { status: 0, cause: messageOf(cause) };
}

const sizeOf = (payload: Packed, otherwise: number): number =>
  (payload as ArrayBuffer).byteLength || (payload as Blob).size || otherwise;

const messageOf = (cause: unknown) => `${(cause as Error)?.message || cause}`;

/** Wrappers around `fetch` answer with less than a response, or with one whose body they have read themselves. */
async function readResponse(response: Response): Promise<SendAnswer> {
  const { status, ok, headers, redirected } = response;
  try {
    const body = await response.text();
    const retryAfter = headers?.get('Retry-After');
    return { status, body, retryAfter, ...(redirected && { cause: `redirected to ${response.url}` }) };
  } catch (cause) {
    return { status: ok ? 0 : status, cause: messageOf(cause) };
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
