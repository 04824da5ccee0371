import type { FlushResult, Tracker } from '@pugmark/core';
import type { Transport } from './send.js';

/**
 * Flushes, and keeps the process alive until the answer; at the deadline it gives up what is under way.
 *
 * @param deadline In ms.
 */
export function drain(
  tracker: Pick<Tracker, 'flush' | 'stats'>,
  transport: Pick<Transport, 'pause' | 'resume'>,
  deadline: number,
): Promise<FlushResult> {
  return new Promise((resolve) => {
    let isOver = false;
    const finish = () => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      transport.resume();
      const { acknowledged, queued } = tracker.stats();
      resolve({ acknowledged, queued });
    };
    const timer = setTimeout(() => {
      transport.pause();
      // Time for the flush to see that there is no answer, but no more.
      setImmediate(finish);
    }, deadline);
    void tracker.flush().then(finish);
  });
}

/** Nothing of a tracker keeps the process alive, so that whoever awaits it must. */
export async function keepAlive<T>(promise: Promise<T>): Promise<T> {
  const timer = setInterval(() => {}, 2 ** 31 - 1);
  try {
    return await promise;
  } finally {
    clearInterval(timer);
  }
}
