import type { KeyValueStore } from '@pugmark/core';
import { createStore as createDatabase, delMany, get, keys, setMany } from 'idb-keyval';

/** Records in IndexedDB, one database a tracker name. It is opened at the first use, not at `init`. */
export function createStore(name: string): KeyValueStore {
  let database: ReturnType<typeof createDatabase> | undefined;
  const open = () => {
    database = database || createDatabase(name, 'records');
    return database;
  };
  return {
    keys: async () => keys<string>(open()),
    get: async (key) => get<string>(key, open()),
    set: async (entries) => setMany(entries as [string, string][], open()),
    remove: async (removed) => delMany(removed as string[], open()),
  };
}
