import type { KeyValueStore } from '@pugmark/core';
import { createStore as createDatabase, promisifyRequest } from 'idb-keyval';

/**
 * Records in IndexedDB, one database a tracker name, opened at the first use and not at `init`.
 * A write resolves when its transaction has completed.
 */
export function createStore(name: string): KeyValueStore {
  const use = createDatabase(name, 'records');
  const write = (action: (records: IDBObjectStore) => void) =>
    use('readwrite', (records) => {
      action(records);
      return promisifyRequest(records.transaction);
    });

  return {
    keys: () => use('readonly', (records) => promisifyRequest(records.getAllKeys() as IDBRequest<string[]>)),
    get: (key) => use('readonly', (records) => promisifyRequest(records.get(key))),
    set: (entries) =>
      write((records) => {
        for (const [key, value] of entries) records.put(value, key);
      }),
    remove: (keys) =>
      write((records) => {
        for (const key of keys) records.delete(key);
      }),
  };
}
