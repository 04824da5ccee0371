import type { Clock } from '@pugmark/core';
import { startTimer } from './timers.js';

export const clock: Clock = {
  now() {
    // Test tools may have put anything in its place.
    const time = Math.floor(Number(Date.now()));
    return time > 0 ? time : Math.floor(performance.timeOrigin + performance.now());
  },
  timer: startTimer,
};
