import { expect, it } from 'vitest';
import { storedEvent } from '../testing/samples.ts';
import { storeContract } from './contract.ts';
import { createMemoryStore } from './memory.ts';

storeContract('memory', async () => createMemoryStore());

it('keeps memory bounded by forgetting the oldest events', async () => {
  const store = createMemoryStore({ maxEvents: 3 });
  const events = Array.from({ length: 5 }, () => storedEvent());
  await store.commit({ events, dropped: [], receivedAt: 0 });
  expect(await store.events({ limit: 10 })).toEqual(events.slice(2).reverse());
  expect((await store.counts(0))[0]?.total).toBe(5);
});
