import type { Platform } from '../platform.js';

/** Random bytes drawn at a time: a call into the platform costs more than the rest of the id. */
const POOL_BYTES = 1000;
/** Hex digits that one id takes from the pool. */
const RANDOM_DIGITS = 20;

/**
 * Makes UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of time, then random bits.
 * Time-ordered ids keep the collector's index local.
 */
export function createUuid({ clock, random }: Pick<Platform, 'clock' | 'random'>): () => string {
  const hex = (value: number, digits: number) => `00000000000${value.toString(16)}`.slice(-digits);
  let pool = '';

  return () => {
    if (!pool) for (const byte of Array.from(random(POOL_BYTES))) pool += hex(byte, 2);
    const digits = pool.slice(0, RANDOM_DIGITS);
    pool = pool.slice(RANDOM_DIGITS);
    const time = hex(Math.max(0, clock.now()), 12);
    // The first digit of the fourth part carries the variant in its two upper bits.
    const variant = '89ab'[digits.charCodeAt(3) & 3];
    return `${time.slice(0, 8)}-${time.slice(8)}-7${digits.slice(0, 3)}-${variant}${digits.slice(4, 7)}-${digits.slice(8)}`;
  };
}
