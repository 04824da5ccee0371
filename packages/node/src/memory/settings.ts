import type { SyncStore } from '@pugmark/core';

/** Settings for the life of the process. */
export function createMemorySettings(): SyncStore {
  const kept = new Map<string, string>();
  return {
    get: (key) => kept.get(key),
    set(key, value) {
      kept.set(key, value);
      return true;
    },
    remove: (key) => void kept.delete(key),
    keys: () => [...kept.keys()],
  };
}
