import { clock } from './clock.js';
import type { Compress, Packed } from './gzip.js';
import { lifecycle } from './lifecycle.js';
import { readDocument } from './read-document.js';

/** What is not packed within this time (ms) goes as it is. */
const DEADLINE = 2000;

/**
 * Hands on the body to send: packed, or as it is when that failed, takes too long, or the page is being left meanwhile.
 * In a page that is hidden, or about to be, nothing is waited for, so that the request begins in this very tick.
 */
export function pack(compress: Compress, body: string, use: (packed: Packed) => void): void {
  let packed: Packed | Promise<Packed> = body;
  try {
    if (readDocument('visibilityState') !== 'hidden') packed = compress(body);
  } catch {
    // The body goes as it is.
  }
  if (typeof packed === 'string') {
    use(packed);
    return;
  }
  let isUsed = false;
  const settle = (result: Packed) => {
    if (isUsed) return;
    isUsed = true;
    stop();
    cancel();
    use(result || body);
  };
  const giveUp = () => settle(body);
  const stop = lifecycle(giveUp);
  const cancel = clock.timer(giveUp, DEADLINE);
  (async () => packed)().then(settle, giveUp);
}
