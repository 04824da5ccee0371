import type { KeyValueStore } from '@pugmark/core';

/** Records in memory: what is still in it when the process is killed is lost. */
export function createMemoryStore(): KeyValueStore {
  const records = new Map<string, string>();
  return {
    keys: async () => [...records.keys()],
    get: async (key) => records.get(key),
    async set(entries) {
      for (const [key, value] of entries) records.set(key, value);
    },
    async remove(keys) {
      for (const key of keys) records.delete(key);
    },
  };
}
