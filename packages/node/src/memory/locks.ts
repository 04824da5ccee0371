import type { Ownership } from '@pugmark/core';

/** Locks of the streams of one store; while the store is in memory, so are they. */
export function createMemoryLocks(): (streamId: string) => Promise<Ownership | undefined> {
  const held = new Map<string, Ownership>();

  return async (streamId) => {
    if (held.has(streamId)) return undefined;
    const lock: Ownership = {
      release() {
        // Only its own: another may hold the stream by now.
        if (held.get(streamId) === lock) held.delete(streamId);
      },
    };
    held.set(streamId, lock);
    return lock;
  };
}
