import type { Clock, Logger } from '@pugmark/core';

/** The longest that a timer can wait, in ms; beyond it platforms call back at once. */
const MAX_WAIT = 2 ** 31 - 1;

export const clock: Clock = {
  now: () => Math.floor(Date.now()),
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

export const logger: Logger = { warn: (...args) => console.warn(...args) };
