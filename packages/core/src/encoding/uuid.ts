import type { Platform } from '../platform.js';

/** Random bytes drawn at a time: a call into the platform costs more than the rest of the id. */
const POOL_BYTES = 500;
/** Random bytes that one id takes from the pool. */
const RANDOM_BYTES = 10;

/**
 * Makes UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of time, then random bits.
 * Time-ordered ids keep the collector's index local.
 */
export function createUuid({ clock, random }: Pick<Platform, 'clock' | 'random'>): () => string {
  let pool: Uint8Array = new Uint8Array(0);
  let used = 0;
  let time = -1;
  let head = '';

  return () => {
    if (used >= pool.length) {
      pool = random(POOL_BYTES);
      used = 0;
    }
    let digits = '';
    for (const byte of pool.subarray(used, used + RANDOM_BYTES)) digits += (byte + 256).toString(16).slice(1);
    used += RANDOM_BYTES;
    const now = clock.now();
    if (now !== time) {
      time = now;
      const hex = now.toString(16).padStart(12, '0');
      head = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
    }
    // The fourth part begins with the variant: a digit from 8 to b.
    const variant = '89ab'[digits.charCodeAt(0) & 3];
    return `${head}${digits.slice(1, 4)}-${variant}${digits.slice(4, 7)}-${digits.slice(8)}`;
  };
}
