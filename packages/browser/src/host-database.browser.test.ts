import { describe, expect, it, onTestFinished } from 'vitest';
import { unique } from './testing/collector.js';
import { createVisitor, flush, track } from './testing/visit.js';

const remove = (database: string) =>
  new Promise<string>((resolve) => {
    const request = indexedDB.deleteDatabase(database);
    request.onsuccess = () => resolve('deleted');
    request.onerror = () => resolve('failed');
    request.onblocked = () => setTimeout(() => resolve('blocked'), 1000);
  });

describe('IndexedDB that the host uses as well', () => {
  it('may be deleted at log-out: nobody waits for our connection, and what is tracked then is kept', async () => {
    const { visit, storage, records, collector } = createVisitor();
    await collector.always('break');
    const page = await visit();
    await track(page, 'before');
    await flush(page);
    await expect.poll(records).toHaveLength(1);
    expect(await remove(storage)).toBe('deleted');
    await track(page, 'after');
    await flush(page);
    await expect.poll(records).toHaveLength(1);
    expect((await page.warnings()).join()).not.toContain('storage');
  });

  it('may hold a database that is called like the tracker, whichever came first', async () => {
    for (const isHostFirst of [true, false]) {
      const { visit, name, records, collector } = createVisitor();
      await collector.always('break');
      const openHost = () =>
        new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open(name, 1);
          request.onupgradeneeded = () => request.result.createObjectStore('of the host');
          request.onsuccess = () => resolve(request.result);
          request.onerror = reject;
          request.onblocked = reject;
        });
      const early = isHostFirst ? await openHost() : undefined;
      const page = await visit();
      await track(page, 'a');
      await flush(page);
      await expect.poll(records).toHaveLength(1);
      const host = early ?? (await openHost());
      onTestFinished(() => host.close());
      expect([...host.objectStoreNames]).toEqual(['of the host']);
    }
  });

  it('may have closed a connection without a word: another is opened', async () => {
    const { page } = createVisitor();
    const frame = await page();
    const keys = await frame.run(async (load, database) => {
      const { transaction } = IDBDatabase.prototype;
      let dead: IDBDatabase | undefined;
      const { createStore } = await load('store');
      const store = createStore(database);
      await store.set([['before', '1']]);
      IDBDatabase.prototype.transaction = function (...args) {
        // The connection that is open now; what is opened later works.
        dead ??= this;
        if (dead === this) throw new DOMException('', 'InvalidStateError');
        return transaction.apply(this, args);
      };
      await store.set([['after', '1']]);
      return store.keys();
    }, unique());
    expect(keys).toEqual(['after', 'before']);
  });
});
