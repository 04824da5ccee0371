import type { SyncStore } from '@pugmark/core';

/** Settings in localStorage; nothing is kept where that is blocked, and the look at it throws. */
export function createSettings(name: string): SyncStore {
  const prefix = `${name}.`;
  let storage: Storage | undefined;
  try {
    storage = localStorage;
  } catch {
    // Blocked, as in a sandboxed frame.
  }

  return {
    get: (key) => storage?.getItem(prefix + key) ?? undefined,
    set(key, value) {
      try {
        (storage as Storage).setItem(prefix + key, value);
        return true;
      } catch {
        return false;
      }
    },
    remove: (key) => storage?.removeItem(prefix + key),
    keys: () =>
      Object.keys(storage || {})
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
  };
}
