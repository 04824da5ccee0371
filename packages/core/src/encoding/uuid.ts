import type { Platform } from '../platform.js';

/** Random bytes drawn at a time: a call into the platform costs more than the rest of the id. */
const POOL_BYTES = 1000;
/** Hex digits that one id takes from the pool. */
const RANDOM_DIGITS = 19;

/**
 * Makes UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of time, then random bits.
 * Time-ordered ids keep the collector's index local.
 */
export function createUuid({ clock, random }: Pick<Platform, 'clock' | 'random'>): () => string {
  const hex = (value: number, digits: number) => `00000000000${value.toString(16)}`.slice(-digits);
  let pool = '';

  return () => {
    if (pool.length < RANDOM_DIGITS) for (const byte of random(POOL_BYTES)) pool += hex(byte, 2);
    const digits = pool.slice(0, RANDOM_DIGITS);
    pool = pool.slice(RANDOM_DIGITS);
    // The fourth part begins with the variant: a digit from 8 to b.
    const variant = '89ab'[digits.charCodeAt(0) & 3];
    return `${hex(clock.now(), 12)}7${digits.slice(1, 4)}${variant}${digits.slice(4)}`.replace(
      /(.{8})(.{4})(.{4})(.{4})/,
      '$1-$2-$3-$4-',
    );
  };
}
