import type { Clock } from '@pugmark/core';

// Taken when the module loads: test tools and monitoring scripts replace them later.
const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis;

/** The longest that a timer can wait, in ms; beyond it a browser calls back at once. */
const MAX_WAIT = 2 ** 31 - 1;
/** A clock that says less was never set, or is no clock: 2001. */
const EARLIEST = 1e12;

export const clock: Clock = {
  now() {
    // Old libraries answer fractions, and test tools anything.
    const time = Math.floor(Number(Date.now()));
    return time > EARLIEST ? time : Math.floor(performance.timeOrigin + performance.now());
  },
  timer(callback, ms) {
    const id = startTimer(callback, Math.min(ms, MAX_WAIT));
    return () => stopTimer(id);
  },
};

/** Runs an action at a time of the past, in ms since 1970: what it tracks happened then. */
export function runAt(time: number, action: () => void): void {
  const { now } = clock;
  const at = Math.floor(time);
  clock.now = () => (at > EARLIEST ? at : now());
  try {
    action();
  } finally {
    clock.now = now;
  }
}
