import type { SyncStore } from '@pugmark/core';

/** Settings in localStorage. Where that is blocked every access throws, even the look at it. */
export function createSettings(name: string): SyncStore {
  const prefix = `${name}.`;
  const attempt = <T>(action: (storage: Storage) => T): T | undefined => {
    try {
      return action(localStorage);
    } catch {
      return undefined;
    }
  };

  return {
    get: (key) => attempt((storage) => storage.getItem(prefix + key)) ?? undefined,
    set: (key, value) =>
      !!attempt((storage) => {
        storage.setItem(prefix + key, value);
        return true;
      }),
    remove: (key) => attempt((storage) => storage.removeItem(prefix + key)),
    keys: () =>
      attempt((storage) =>
        Object.keys(storage)
          .filter((key) => key.startsWith(prefix))
          .map((key) => key.slice(prefix.length)),
      ) || [],
  };
}
