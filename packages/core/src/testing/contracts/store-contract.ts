import { describe, expect, it } from 'vitest';
import type { KeyValueStore } from '../../platform.js';

export interface StoreFixture {
  /** Empty. */
  store: KeyValueStore;
  /** The same data through a new object, as the next page or process sees it. */
  reopen(): KeyValueStore | Promise<KeyValueStore>;
  close?(): void | Promise<void>;
}

/** What the event log relies on in a store. */
export function storeContract(name: string, create: () => StoreFixture | Promise<StoreFixture>): void {
  const test = (what: string, run: (fixture: StoreFixture) => Promise<void>) =>
    it(what, async () => {
      const fixture = await create();
      try {
        await run(fixture);
      } finally {
        await fixture.close?.();
      }
    });
  const sorted = async (store: KeyValueStore) => (await store.keys()).slice().sort();

  describe(`store contract: ${name}`, () => {
    test('begins empty, and knows no key', async ({ store }) => {
      expect(await store.keys()).toEqual([]);
      expect(await store.get('a')).toBeUndefined();
    });

    test('gives back what was set, several entries at once', async ({ store }) => {
      await store.set([
        ['a', '1'],
        ['b', '2'],
      ]);
      expect(await sorted(store)).toEqual(['a', 'b']);
      expect([await store.get('a'), await store.get('b')]).toEqual(['1', '2']);
    });

    test('takes the keys that the event log makes', async ({ store }) => {
      const key = '01890a5d-ac96-774b-bcce-b302099a8057:1:25:7890:1:1767225600000';
      await store.set([[key, '{}\n{}']]);
      expect(await store.keys()).toEqual([key]);
      expect(await store.get(key)).toBe('{}\n{}');
    });

    test('keeps text as it is: line breaks, quotes, every script, NUL, much of it', async ({ store }) => {
      const texts = ['a\nb\r\n', '"\\\'', '中文 emoji 😀 ‮ \u2028', 'a\u0000b', 'x'.repeat(1_000_000)];
      await store.set(texts.map((text, index) => [`k${index}`, text] as const));
      for (const [index, text] of texts.entries()) expect((await store.get(`k${index}`)) === text).toBe(true);
    });

    test('replaces a value', async ({ store }) => {
      await store.set([['a', '1']]);
      await store.set([['a', '2']]);
      expect(await store.keys()).toEqual(['a']);
      expect(await store.get('a')).toBe('2');
    });

    test('removes by key, and removing what is not there is no error', async ({ store }) => {
      await store.set([
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
      ]);
      await store.remove(['a', 'c', 'never']);
      await store.remove(['a']);
      expect(await store.keys()).toEqual(['b']);
      expect(await store.get('a')).toBeUndefined();
    });

    test('takes empty lists', async ({ store }) => {
      await store.set([]);
      await store.remove([]);
      expect(await store.keys()).toEqual([]);
    });

    test('has kept it for the next page, once set has resolved', async ({ store, reopen }) => {
      await store.set([
        ['a', '1'],
        ['b', '2'],
      ]);
      await store.remove(['b']);
      const next = await reopen();
      expect(await next.keys()).toEqual(['a']);
      expect(await next.get('a')).toBe('1');
    });

    test('shows two holders the same data', async ({ store, reopen }) => {
      const other = await reopen();
      await other.set([['a', '1']]);
      expect(await store.get('a')).toBe('1');
      await store.remove(['a']);
      expect(await other.keys()).toEqual([]);
    });

    test('bears many operations at once', async ({ store }) => {
      const keys = Array.from({ length: 100 }, (_, index) => `k${index}`);
      await Promise.all(keys.map((key) => store.set([[key, key]])));
      expect(await sorted(store)).toEqual(keys.slice().sort());
      await Promise.all(keys.map((key) => store.remove([key])));
      expect(await store.keys()).toEqual([]);
    });
  });
}
