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
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise((resolve) => {
    timer = setTimeout(resolve, Math.min(deadline, LONGEST_WAIT));
  });
  await Promise.race([flush(), tooLate]);
  clearTimeout(timer);
  return stats();
}
