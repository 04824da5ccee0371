import type { Clock } from '@pugmark/core';
import { readTime } from './read-time.js';
import { startTimer } from './timers.js';

export const clock: Clock = { now: readTime, timer: startTimer };
