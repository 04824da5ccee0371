import type { Clock, Logger } from '@pugmark/core';

export const clock: Clock = {
  now: () => Date.now(),
  timer(callback, ms) {
    const id = setTimeout(callback, ms);
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
