import { afterAll, beforeAll } from 'vitest';
import type { Store } from '../ports.ts';
import { storeContract } from '../testing/contracts/store-contract.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres-database.ts';
import { createPostgresStore } from './postgres-store.ts';

/** The day of the events in the contract. */
const now = () => Date.parse('2026-05-01T08:00:00.000Z');

let database: TestDatabase;
let store: Store | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await store?.close();
  await database.drop();
});

// Its tests share one database, emptied before each.
storeContract('postgres', async () => {
  await store?.close();
  store = undefined;
  if (
    (await database.query("SELECT to_regclass('events') AS name WHERE to_regclass('events') IS NOT NULL"))
      .length > 0
  ) {
    await database.query(
      'TRUNCATE events, event_totals, event_minutes, streams, stream_totals, identities, followers',
    );
  }
  store = await createPostgresStore({ url: database.url, keepDays: 2, now });
  return { ...store, close: async () => {} };
});
