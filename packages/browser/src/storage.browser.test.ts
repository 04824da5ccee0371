import { describe, expect, it, onTestFinished } from 'vitest';
import { cdp } from 'vitest/browser';
import { unique } from './testing/collector.js';
import { createVisitor, flush, start, track } from './testing/visit.js';

interface DevTools {
  send(method: string, parameters: object): Promise<unknown>;
}

/** Starts a tracker where a function has done some harm before, and sees all events arrive with one warning. */
async function survives(harm: () => void, sandbox?: string) {
  const visitor = createVisitor();
  const page = await visitor.page(sandbox);
  await page.run(harm);
  await start(page, visitor.options);
  await track(page, 'a', 'b');
  expect(await flush(page)).toMatchObject({ tracked: 2, acknowledged: 2, queued: 0 });
  await track(page, 'c');
  expect(await flush(page)).toMatchObject({ tracked: 3, acknowledged: 3, queued: 0 });
  expect(await visitor.collector.names()).toEqual(['a', 'b', 'c']);
  await expect.poll(page.warnings).toEqual([expect.stringContaining('storage')]);
  return visitor;
}

describe('a page whose IndexedDB', { timeout: 20_000 }, () => {
  it('throws goes on in memory and warns once', () =>
    survives(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('', 'SecurityError');
      };
    }));

  it('fails to open goes on in memory and warns once', () =>
    survives(() => {
      IDBFactory.prototype.open = () => {
        const request = { error: new DOMException('', 'UnknownError'), onerror: () => {} };
        setTimeout(() => request.onerror());
        return request as never;
      };
    }));

  it('never answers goes on in memory and warns once', () =>
    survives(() => {
      IDBFactory.prototype.open = () => ({}) as never;
    }));

  it('is not there goes on in memory and warns once', () =>
    survives(() => {
      Object.defineProperty(window, 'indexedDB', { value: undefined });
    }));

  it('is full goes on in memory and warns once', async () => {
    const visitor = createVisitor();
    await visitor.collector.always('break');
    const page = await visitor.page();
    await page.run(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('', 'QuotaExceededError');
      };
    });
    await start(page, visitor.options);
    await track(page, 'a');
    await flush(page);
    await expect
      .poll(page.warnings)
      .toEqual([expect.stringContaining('did not answer'), expect.stringContaining('storage')]);
    await visitor.collector.always('deliver');
    await track(page, 'b');
    expect(await flush(page)).toMatchObject({ tracked: 2, acknowledged: 2, queued: 0 });
  });

  it('was made by somebody else goes on in memory and warns once', async () => {
    const visitor = createVisitor();
    await new Promise((resolve, reject) => {
      const request = indexedDB.open(visitor.storage, 7);
      request.onerror = reject;
      request.onsuccess = () => resolve(request.result.close());
    });
    const page = await visitor.visit();
    await track(page, 'a', 'b');
    expect(await flush(page)).toMatchObject({ acknowledged: 2 });
    await expect.poll(page.warnings).toEqual([expect.stringContaining('storage')]);
  });

  it('waits for a deletion that another tab blocks goes on in memory and warns once', async () => {
    const visitor = createVisitor();
    const other = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(visitor.storage, 1);
      request.onupgradeneeded = () => request.result.createObjectStore('records');
      request.onerror = reject;
      request.onsuccess = () => resolve(request.result);
    });
    onTestFinished(() => other.close());
    await new Promise((resolve) => {
      indexedDB.deleteDatabase(visitor.storage).onblocked = resolve;
    });
    const page = await visitor.visit();
    await track(page, 'a', 'b');
    expect(await flush(page)).toMatchObject({ acknowledged: 2 });
    await expect.poll(page.warnings).toEqual([expect.stringContaining('storage')]);
  });

  it('is deleted underneath delivers all the same and opens a new one', async () => {
    const { visit, collector, records } = createVisitor();
    await collector.always('break');
    const page = await visit();
    await track(page, 'a');
    await flush(page);
    await expect.poll(records).toHaveLength(1);
    await (cdp() as unknown as DevTools).send('Storage.clearDataForOrigin', {
      origin: location.origin,
      storageTypes: 'indexeddb',
    });
    await expect.poll(records).toEqual([]);
    await track(page, 'b');
    await expect.poll(records).toHaveLength(1);
    await collector.always('deliver');
    expect(await flush(page)).toMatchObject({ tracked: 2, acknowledged: 2, queued: 0 });
    expect(await collector.names()).toEqual(['a', 'b']);
    await expect.poll(records).toEqual([]);
  });

  it('aborts a write says so: a write is done when its transaction is', async () => {
    const visitor = createVisitor();
    const page = await visitor.page();
    const outcome = await page.run(async (load, name) => {
      const { createStore } = await load('store');
      const store = createStore(name);
      const real = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (...args) {
        const request = real.apply(this, args);
        request.onsuccess = () => this.transaction.abort();
        return request;
      };
      const written = await store.set([['a', '1']]).then(
        () => 'written',
        () => 'refused',
      );
      return [written, await store.keys()];
    }, visitor.name);
    expect(outcome).toEqual(['refused', []]);
  });

  it('failed to open once is opened again', async () => {
    const visitor = createVisitor();
    const page = await visitor.page();
    const keys = await page.run(async (load, name) => {
      const real = IDBFactory.prototype.open;
      IDBFactory.prototype.open = () => {
        IDBFactory.prototype.open = real;
        const request = { error: new DOMException('', 'UnknownError'), onerror: () => {} };
        setTimeout(() => request.onerror());
        return request as never;
      };
      const { createStore } = await load('store');
      const store = createStore(name);
      const failed = await store.keys().catch(() => 'failed');
      await store.set([['a', '1']]);
      return [failed, await store.keys()];
    }, visitor.name);
    expect(keys).toEqual(['failed', ['a']]);
  });
});

describe('a page whose localStorage', () => {
  it('is blocked goes on and warns once', () =>
    survives(() => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('', 'SecurityError');
        },
      });
    }));

  it('is switched off, as in a WebView, goes on and warns once', () =>
    survives(() => {
      Object.defineProperty(window, 'localStorage', { value: null });
    }));

  it('is damaged, so that every call throws, goes on and warns once', () =>
    survives(() => {
      for (const method of ['getItem', 'setItem', 'removeItem', 'key'] as const) {
        Storage.prototype[method] = () => {
          throw new DOMException('', 'NS_ERROR_FILE_CORRUPTED');
        };
      }
    }));

  it('is full goes on and warns once', async () => {
    const filler = unique();
    onTestFinished(() => {
      for (const key of Object.keys(localStorage)) if (key.startsWith(filler)) localStorage.removeItem(key);
    });
    for (let size = 2 ** 22, index = 0; size >= 1; index++) {
      try {
        localStorage.setItem(`${filler}${index}`, 'x'.repeat(size));
      } catch {
        size = Math.floor(size / 2);
      }
    }
    const { settings } = await survives(() => {});
    expect(settings()).toEqual([]);
  });
});

describe('a page without an origin', () => {
  it('delivers and warns once', () => survives(() => {}, 'allow-scripts'));
});

describe('a page without Web Locks', () => {
  it('delivers without a warning, and takes over what was left', async () => {
    const visitor = createVisitor();
    const { collector, records } = visitor;
    await collector.always('break');
    const visitInsecure = async () => {
      const page = await visitor.page();
      await page.run(() => {
        Object.defineProperty(navigator, 'locks', { value: undefined });
      });
      await start(page, visitor.options);
      return page;
    };
    const dead = await visitInsecure();
    await track(dead, 'a');
    await expect.poll(records).toHaveLength(1);
    dead.remove();
    await collector.always('deliver');
    const page = await visitInsecure();
    expect(await collector.names(1)).toEqual(['a']);
    expect(await page.warnings()).toEqual([]);
  });
});
