import { startTimer } from './timers.js';

/** Shortest time between two writes, in ms. */
const GATHERING = 2;

/**
 * What a quiet process tracks is written at the end of the task that tracked it. A busy one would write once for every
 * request that it serves: there, events of a few milliseconds share a record and a write.
 *
 * @param now Milliseconds that pass steadily.
 */
export function createGathering(
  now: () => number = () => performance.now(),
): () => Promise<void> | undefined {
  let writtenAt = -GATHERING;
  return () => {
    const wait = writtenAt + GATHERING - now();
    writtenAt = now();
    if (wait <= 0) return undefined;
    writtenAt += wait;
    return new Promise((resolve) => {
      startTimer(resolve, wait);
    });
  };
}
