import type { Stats, Tracker } from '@pugmark/core';
import { LONGEST_WAIT } from './timers.js';

/** Flushes, and keeps the process alive until the answer: nothing else of a tracker does. */
export async function flushAlive({ flush, stats }: Pick<Tracker, 'flush' | 'stats'>): Promise<Stats> {
  const timer = setInterval(() => {}, LONGEST_WAIT);
  await flush();
  clearInterval(timer);
  return stats();
}

/**
 * The same, but until the deadline at the latest.
 *
 * @param deadline In ms.
 */
export async function drain(
  { flush, stats }: Pick<Tracker, 'flush' | 'stats'>,
  deadline: number,
): Promise<Stats> {
  await settleWithin(flush(), deadline);
  return stats();
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
