import type { KeyValueStore } from '@pugmark/core';
import { createStore as createDatabase, promisifyRequest } from 'idb-keyval';

/**
 * Records in IndexedDB, opened at the first use and not at `init`. A write resolves when its transaction has completed.
 * A connection that the browser has closed without a word is opened again, and none holds up whoever deletes the
 * database, such as the host at log-out.
 */
export function createStore(database: string): KeyValueStore {
  let use = createDatabase(database, 'records');

  const run = <T>(mode: IDBTransactionMode, action: (records: IDBObjectStore) => Promise<T>): Promise<T> =>
    use(mode, (records) => {
      const { db } = records.transaction;
      db.onversionchange = () => {
        db.close();
        use = createDatabase(database, 'records');
      };
      return action(records);
    });

  const runAgain: typeof run = async (mode, action) => {
    try {
      return await run(mode, action);
    } catch (cause) {
      if ((cause as DOMException)?.name !== 'InvalidStateError') throw cause;
      use = createDatabase(database, 'records');
      return run(mode, action);
    }
  };

  const write = (action: (records: IDBObjectStore) => void) =>
    runAgain('readwrite', (records) => {
      action(records);
      return promisifyRequest(records.transaction);
    });

  return {
    keys: () =>
      runAgain('readonly', (records) => promisifyRequest(records.getAllKeys() as IDBRequest<string[]>)),
    get: (key) => runAgain('readonly', (records) => promisifyRequest(records.get(key))),
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
