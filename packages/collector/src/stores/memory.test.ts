import { expect, it } from 'vitest';
import { storedEvent } from '../testing/samples.ts';
import { storeContract } from './contract.ts';
import { createMemoryStore } from './memory.ts';

storeContract('memory', async () => createMemoryStore());

it('keeps memory bounded by forgetting the oldest events', async () => {
  const store = createMemoryStore({ maxEvents: 3 });
  const events = Array.from({ length: 5 }, () => storedEvent());
  await store.commit({ events, dropped: [], rejected: [], receivedAt: 0 });
  expect(await store.events({ limit: 10 })).toEqual(events.slice(2).reverse());
  expect((await store.counts(0))[0]?.total).toBe(5);
});

it('keeps memory bounded by forgetting the oldest rejected numbers, which stay counted', async () => {
  const store = createMemoryStore({ maxEvents: 3 });
  const reject = (...seqs: number[]) =>
    store.commit({
      events: [],
      dropped: [],
      rejected: seqs.map((seq) => ({ streamId: 's', seq })),
      receivedAt: 0,
    });
  await reject(1, 2, 3, 4, 5);
  await reject(3, 4, 5);
  expect((await store.streams(1)).total.rejected).toBe(5);
  await reject(1);
  expect((await store.streams(1)).total.rejected).toBe(6);
});
