import type { Platform } from '../platform.js';

const POOL_BYTES = 1024;
const RANDOM_BYTES = 10;

/**
 * Makes UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of time, then random bits.
 * Time-ordered ids keep the collector's index local. Random bytes are drawn by the kilobyte,
 * because a call into the platform costs more than the rest of the id.
 */
export function createUuid({ clock, random }: Pick<Platform, 'clock' | 'random'>): () => string {
  let pool: Uint8Array;
  let used = POOL_BYTES;
  const hex: string[] = [];
  for (let byte = 0; byte < 256; byte++) hex.push((byte + 256).toString(16).slice(1));

  return () => {
    if (used + RANDOM_BYTES > POOL_BYTES) {
      pool = random(POOL_BYTES);
      used = 0;
    }
    const next = () => pool[used++] as number;
    const time = `00000000000${Math.max(0, clock.now()).toString(16)}`.slice(-12);
    const byte = () => hex[next()] as string;
    return (
      time.slice(0, 8) +
      '-' +
      time.slice(8) +
      '-' +
      hex[(next() & 0x0f) | 0x70] +
      byte() +
      '-' +
      hex[(next() & 0x3f) | 0x80] +
      byte() +
      '-' +
      byte() +
      byte() +
      byte() +
      byte() +
      byte() +
      byte()
    );
  };
}
