import type { SyncStore } from '@pugmark/core';
import { listen } from './listen.js';

/**
 * Settings in localStorage; nothing is kept where that is blocked, full or damaged. A look at it throws in a sandboxed
 * frame, and with a damaged profile every call may.
 */
export function createSettings(name: string): SyncStore {
  // The length keeps a tracker called `shop` away from the keys of one called `shop.checkout`.
  const prefix = `${name.length}.${name}.`;
  const isOurs = (key: string) => key.indexOf(prefix) === 0;
  const use = <T>(otherwise: T, action: (storage: Storage) => T): T => {
    try {
      return action(localStorage);
    } catch {
      return otherwise;
    }
  };

  return {
    get: (key) => use(null, (storage) => storage.getItem(prefix + key)) ?? undefined,
    set: (key, value) =>
      use(false, (storage) => {
        storage.setItem(prefix + key, value);
        return true;
      }),
    remove: (key) => use(undefined, (storage) => storage.removeItem(prefix + key)),
    keys: () =>
      use([], (storage) => {
        const keys: string[] = [];
        for (let index = 0; index < storage.length; index++) {
          const key = storage.key(index);
          if (key && isOurs(key)) keys.push(key.slice(prefix.length));
        }
        return keys;
      }),
    watch: (listener) =>
      listen(['storage'], ({ key, storageArea }: StorageEvent) => {
        if (!use(false, (storage) => storageArea === storage)) return;
        if (key === null) listener(undefined);
        else if (isOurs(key)) listener(key.slice(prefix.length));
      }),
  };
}
