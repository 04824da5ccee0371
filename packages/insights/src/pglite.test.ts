import { afterAll, beforeAll } from 'vitest';
import { openSharedStore, type SharedStore } from '../../store/src/testing/shared-store.ts';
import { answersAsTheOracle } from './testing/engine-contract.ts';
import { AFTER } from './testing/random-events.ts';

let shared: SharedStore;
beforeAll(async () => {
  shared = await openSharedStore();
}, 120_000);
afterAll(() => shared?.close());

answersAsTheOracle(
  'PGlite',
  () => ({
    async fill(events) {
      await shared.empty();
      await shared.store.commit({ events, dropped: [], rejected: [], receivedAt: AFTER });
    },
    source: () => shared.store.source,
  }),
  60,
);
