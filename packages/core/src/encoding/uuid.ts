import type { Platform } from '../platform.js';

/** Random bytes drawn at a time: a call into the platform costs more than the rest of the id. */
const POOL_BYTES = 190;
/** Hex digits that one id takes from the pool, which holds a whole number of them. */
const RANDOM_DIGITS = 19;

/**
 * Makes UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of time, then random bits.
 * Time-ordered ids keep the collector's index local.
 */
export function createUuid({ clock, random }: Pick<Platform, 'clock' | 'random'>): () => string {
  let pool = '';

  return () => {
    if (!pool) for (const byte of random(POOL_BYTES)) pool += (byte + 256).toString(16).slice(1);
    const digits = pool.slice(0, RANDOM_DIGITS);
    pool = pool.slice(RANDOM_DIGITS);
    const time = clock.now().toString(16).padStart(12, '0');
    // The fourth part begins with the variant: a digit from 8 to b.
    const variant = '89ab'[digits.charCodeAt(0) & 3];
    return `${time.slice(0, 8)}-${time.slice(8)}-7${digits.slice(1, 4)}-${variant}${digits.slice(4, 7)}-${digits.slice(7)}`;
  };
}
