/** What one keepalive request or beacon can carry, in bytes: the size of the first batch, and of all in a page that goes. */
export const FIRST_BYTES = 60_000;
/** The largest batch, in bytes: well below what a collector takes (2,000 events, 1 MiB). */
const MAX_BYTES = 240_000;
/** An answer within this time (ms) came over a connection that carries four times as much before the deadline. */
const QUICK = 2000;
/** How long what was called too large is not tried again, in ms: ten minutes. */
const REMEMBERED = 6e5;

/** How large a batch may be: more after every quick answer, less after trouble. */
export interface BatchSize {
  bytes_(): number;
  succeed_(now: number, duration: number): void;
  fail_(): void;
  /** Something in a batch of so many bytes is bad, or all of it is too much. */
  split_(now: number, bytes: number, isTooLarge: boolean): void;
}

export function createBatchSize(): BatchSize {
  let bytes = FIRST_BYTES;
  let learnedMax = MAX_BYTES;
  let learnedAt = 0;
  return {
    bytes_: () => bytes,
    succeed_(now, duration) {
      // A proxy may have said so only for a while.
      if (Math.abs(now - learnedAt) > REMEMBERED) learnedMax = MAX_BYTES;
      bytes = Math.min(bytes * 4, learnedMax, duration < QUICK ? learnedMax : FIRST_BYTES);
    },
    fail_() {
      bytes = Math.min(bytes, FIRST_BYTES);
    },
    split_(now, size, isTooLarge) {
      bytes = size / 2;
      if (!isTooLarge) return;
      learnedMax = bytes;
      learnedAt = now;
    },
  };
}
