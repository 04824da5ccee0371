import type { Platform } from '../platform.js';

/** @param now ms since 1970, where the caller knows it already: reading the clock is not free. */
export type Uuid = (now?: number) => string;

/** Random bytes that are drawn at a time: 44 of their bits stay fixed, the other 20 are where the count begins. */
const RANDOM_BYTES = 8;

/**
 * Makes UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of time, then random bits that count up from one id to the
 * next (section 6.2, "Monotonic Random"), since drawing and writing fresh ones for every event costs more than the rest
 * of it. Time-ordered ids keep the collector's index local.
 */
export function createUuid({ clock, random }: Pick<Platform, 'clock' | 'random'>): Uuid {
  let time = -1;
  let head = '';
  let tail = '';
  /** Seven digits. Decimal ones are hexadecimal too, and are written in half the time. */
  let count = Infinity;

  return (now = clock.now()) => {
    if (count > 9_999_999) {
      const bytes = random(RANDOM_BYTES);
      let digits = '';
      for (let index = 0; index < RANDOM_BYTES; index++) {
        digits += (256 + (bytes[index] as number)).toString(16).slice(1);
      }
      tail = `-7${digits.slice(0, 3)}-8${digits.slice(3, 6)}-${digits.slice(6, 11)}`;
      count = +`0x1${digits.slice(11)}`;
    }
    if (now !== time) {
      time = now;
      const hex = `00000000000${now.toString(16)}`.slice(-12);
      head = `${hex.slice(0, 8)}-${hex.slice(8)}`;
    }
    return head + tail + count++;
  };
}
