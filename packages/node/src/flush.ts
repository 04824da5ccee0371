import type { Stats, Tracker } from '@pugmark/core';
import { clearInterval, clearTimeout, LONGEST_WAIT, setInterval, setTimeout } from './timers.js';

/** Waits for the work, and keeps the process alive meanwhile: nothing else of a tracker does. */
export async function keepAliveDuring<T>(work: Promise<T>): Promise<T> {
  const timer = setInterval(() => {}, LONGEST_WAIT);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

/**
 * Flushes, until the deadline at the latest.
 *
 * @param deadline In ms.
 */
export async function drain(tracker: Pick<Tracker, 'flush' | 'stats'>, deadline: number): Promise<Stats> {
  await settleWithin(tracker.flush(), deadline);
  return tracker.stats();
}

/** Waits for the work, until the deadline at the latest, and keeps the process alive meanwhile. */
export async function settleWithin(work: Promise<unknown>, deadline: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise((resolve) => {
    timer = setTimeout(resolve, Math.min(deadline, LONGEST_WAIT));
  });
  await Promise.race([work, tooLate]);
  clearTimeout(timer);
}
