import type { Clock, Logger } from '@pugmark/core';

/** The longest that a timer can wait, in ms; beyond it platforms call back at once. */
const MAX_WAIT = 2 ** 31 - 1;

export const clock: Clock = {
  now() {
    // Old libraries answer fractions, and test tools anything.
    const time = Math.floor(Number(Date.now()));
    // biome-ignore lint/complexity/useDateNow: that is what is broken.
    return time > 0 ? time : new Date().getTime();
  },
  timer(callback, ms) {
    const id = setTimeout(callback, Math.min(ms, MAX_WAIT));
    return () => clearTimeout(id);
  },
};

/** Ids need to be distinct, not secret: the platforms' strong random numbers come only asynchronously. */
export function random(count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  for (let index = 0; index < count; index++) bytes[index] = Math.random() * 256;
  return bytes;
}

export const logger: Logger = {
  warn(...args) {
    try {
      console.warn(...args);
    } catch {
      // A console that throws is the host's, and nobody can be told.
    }
  },
};
