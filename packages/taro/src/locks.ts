import type { Platform } from '@pugmark/core';

/** A mini-program has one process: a stream that nobody in it holds is dead. */
export function createLocks(): Platform['own'] {
  const held: Record<string, boolean> = {};
  return async (streamId) => {
    if (held[streamId]) return undefined;
    held[streamId] = true;
    let isHeld = true;
    return {
      release() {
        if (isHeld) held[streamId] = false;
        isHeld = false;
      },
    };
  };
}
