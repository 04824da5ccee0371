import { expect, it } from 'vitest';
import { feedContract } from '../testing/contracts/feed-contract.ts';
import { storeContract } from '../testing/contracts/store-contract.ts';
import { storedEvent } from '../testing/samples.ts';
import { createMemoryStore } from './memory-store.ts';

storeContract('memory', async () => createMemoryStore());
feedContract('memory', async () => {
  const store = createMemoryStore();
  return { writers: [store, store], reader: store, close: () => store.close() };
});

it('keeps memory bounded by forgetting the oldest events', async () => {
  const store = createMemoryStore({ maxEvents: 3 });
  const events = Array.from({ length: 5 }, () => storedEvent());
  await store.commit({ events, dropped: [], rejected: [], receivedAt: 0 });
  expect(await store.events({ limit: 10 })).toEqual(events.slice(2).reverse());
  expect((await store.counts({ sinceMinute: 0, offset: 0, limit: 1 })).total).toBe(5);
});

it('keeps memory bounded in bytes as well', async () => {
  const store = createMemoryStore({ maxBytes: 50_000 });
  const events = Array.from({ length: 20 }, () => storedEvent({ properties: { text: 'x'.repeat(8000) } }));
  await store.commit({ events, dropped: [], rejected: [], receivedAt: 0 });
  expect(await store.events({ limit: 100 })).toEqual(events.slice(-6 + 1).reverse());
  // The ring goes on after it was emptied from its end.
  const more = Array.from({ length: 3 }, () => storedEvent());
  await store.commit({ events: more, dropped: [], rejected: [], receivedAt: 0 });
  expect((await store.events({ limit: 3 })).reverse()).toEqual(more);
});

it('keeps the number of streams and devices bounded, and their sums', async () => {
  const store = createMemoryStore();
  for (let round = 0; round < 12; round++) {
    const events = Array.from({ length: 2500 }, (_, i) => {
      const id = `${round}-${i}`;
      return storedEvent({ streamId: id, seq: 2, deviceId: id, userId: 'u' });
    });
    await store.commit({ events, dropped: [], rejected: [], receivedAt: 0 });
  }
  const { total, streams } = await store.streams(1_000_000);
  expect(streams.length).toBeLessThanOrEqual(20_000);
  expect(total).toMatchObject({ streams: 30_000, received: 30_000, lost: 30_000 });
  expect(await store.identities('11-2499')).toHaveLength(1);
  expect(await store.identities('0-0')).toEqual([]);
});
