import type { KeyValueStore, SyncStore } from '@pugmark/core';

/** Keeps what a tracker needs for the life of the page: nothing is stored on the device. */
export function createMemory(): { settings: SyncStore; store: KeyValueStore } {
  const kept = new Map<string, string>();
  const records = new Map<string, string>();
  return {
    settings: {
      get: (key) => kept.get(key),
      set: (key, value) => !!kept.set(key, value),
      remove: (key) => void kept.delete(key),
      keys: () => Array.from(kept.keys()),
    },
    store: {
      keys: async () => Array.from(records.keys()),
      get: async (key) => records.get(key),
      async set(entries) {
        for (const [key, value] of entries) records.set(key, value);
      },
      async remove(keys) {
        for (const key of keys) records.delete(key);
      },
    },
  };
}
