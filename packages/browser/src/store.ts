import { type KeyValueStore, NativePromise } from '@pugmark/core';

const RECORDS = 'records';

/** What a request succeeds with; of a transaction, that it has completed. */
const outcomeOf = <T>(given: IDBRequest<T> | IDBTransaction): Promise<T> =>
  new NativePromise((resolve, reject) => {
    const target = given as IDBRequest<T> & IDBTransaction;
    target.onsuccess = target.oncomplete = () => resolve(target.result);
    target.onerror = target.onabort = () => reject(target.error);
  });

/**
 * Records in IndexedDB, opened at the first use and not at `init`. A write resolves when its transaction has completed.
 * A connection that the browser has closed without a word is opened again, and none holds up whoever deletes the
 * database, such as the host at log-out.
 */
export function createStore(name: string): KeyValueStore {
  let opened: Promise<IDBDatabase> | undefined;
  const forget = () => {
    opened = undefined;
  };

  const open = async (): Promise<IDBDatabase> => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => request.result.createObjectStore(RECORDS);
    const database = await outcomeOf(request);
    database.onclose = forget;
    database.onversionchange = () => {
      database.close();
      forget();
    };
    return database;
  };

  const run = async <T>(
    mode: IDBTransactionMode,
    action: (records: IDBObjectStore) => Promise<T>,
  ): Promise<T> => {
    try {
      opened = opened || open();
      // In one turn: a transaction without a request is over with it.
      return action((await opened).transaction(RECORDS, mode).objectStore(RECORDS));
    } catch (cause) {
      forget();
      throw cause;
    }
  };

  const runAgain: typeof run = async (mode, action) => {
    try {
      return await run(mode, action);
    } catch (cause) {
      if ((cause as DOMException)?.name !== 'InvalidStateError') throw cause;
      return run(mode, action);
    }
  };

  const write = (action: (records: IDBObjectStore) => void) =>
    runAgain('readwrite', (records) => {
      action(records);
      return outcomeOf<void>(records.transaction);
    });

  return {
    keys: () => runAgain('readonly', (records) => outcomeOf(records.getAllKeys() as IDBRequest<string[]>)),
    get: (key) => runAgain('readonly', (records) => outcomeOf(records.get(key))),
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
