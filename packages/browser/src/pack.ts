import { NativePromise } from '@pugmark/core';
import { clock } from './clock.js';
import type { Compress, Packed } from './gzip.js';
import { lifecycle } from './lifecycle.js';
import { readDocument } from './read-document.js';

/** What is not packed within this time (ms) goes as it is. */
const DEADLINE = 2000;

/**
 * The body to send: packed, or as it is when that failed, takes too long, or the page is being left meanwhile. While a
 * page is hidden nothing is packed, so that the request begins in this very tick.
 */
export function pack(compress: Compress, body: string): Packed | Promise<Packed> {
  if (readDocument('visibilityState') === 'hidden') return body;
  return new NativePromise((resolve) => {
    const settle = (packed: Packed) => {
      stop();
      cancel();
      resolve(packed || body);
    };
    const giveUp = () => settle(body);
    const stop = lifecycle(giveUp);
    const cancel = clock.timer(giveUp, DEADLINE);
    (async () => compress(body))().then(settle, giveUp);
  });
}
