import type { KeyValueStore, Plugin, SyncStore } from '@pugmark/core';

/**
 * Stores nothing on the device, and sends no identifier: the collector makes one of address, browser and site, with a salt
 * that it forgets each day, and keeps no address. For those who want no banner. What waits is lost with its page, and
 * visitors are the same for one day at most. Give it to `init`.
 *
 * @example
 * ```ts
 * import { init } from '@pugmark/browser';
 * import { cookieless } from '@pugmark/browser/cookieless';
 *
 * init({ apiUrl: 'https://collect.example.com', plugins: [cookieless()] });
 * ```
 */
export const cookieless = (): Plugin => ({
  name: 'cookieless',
  platform: () => ({ settings: createSettings(), store: createStore(), isCookieless: true }),
});

function createSettings(): SyncStore {
  const kept = new Map<string, string>();
  return {
    get: (key) => kept.get(key),
    set(key, value) {
      kept.set(key, value);
      return true;
    },
    remove: (key) => void kept.delete(key),
    keys: () => Array.from(kept.keys()),
  };
}

function createStore(): KeyValueStore {
  const records = new Map<string, string>();
  return {
    keys: async () => Array.from(records.keys()),
    get: async (key) => records.get(key),
    async set(entries) {
      for (const [key, value] of entries) records.set(key, value);
    },
    async remove(keys) {
      for (const key of keys) records.delete(key);
    },
  };
}
