import { createPostgresStore, type Store } from '@pugmark/store';
import { afterAll, beforeAll } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/src/testing/postgres-database.ts';
import { answersAsTheOracle } from './testing/engine-contract.ts';
import { AFTER } from './testing/random-events.ts';

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await createTestDatabase();
  store = await createPostgresStore({ url: database.url });
});
afterAll(async () => {
  await store?.close();
  await database?.drop();
});

answersAsTheOracle(
  'PostgreSQL',
  () => ({
    async fill(events) {
      await database.query(
        'TRUNCATE events, event_totals, event_minutes, streams, stream_totals, identities',
      );
      await store.commit({ events, dropped: [], rejected: [], receivedAt: AFTER });
    },
    source: () => store.source,
  }),
  60,
);
