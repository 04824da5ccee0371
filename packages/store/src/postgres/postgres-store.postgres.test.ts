import { afterAll, beforeAll } from 'vitest';
import { feedContract } from '../testing/contracts/feed-contract.ts';
import { storeContract } from '../testing/contracts/store-contract.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres-database.ts';
import { createPostgresStore } from './postgres-store.ts';

/** The day of the events in the contract. */
const now = () => Date.parse('2026-05-01T08:00:00.000Z');

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
});

// Its tests share one database, emptied before each.
async function empty(): Promise<void> {
  const tables = await database.query('SELECT 1 FROM pg_tables WHERE tablename = $1', ['events']);
  if (tables.length === 0) return;
  await database.query(
    'TRUNCATE events, event_totals, event_minutes, streams, stream_totals, identities, followers, erased, erasures, rejected_events',
  );
  await database.query('DELETE FROM retention');
}

const open = () => createPostgresStore({ url: database.url, keepDays: 2, now });

storeContract('postgres', async () => {
  await empty();
  return await open();
});

feedContract('postgres', async () => {
  await empty();
  const [first, second, reader] = await Promise.all([open(), open(), open()]);
  return {
    writers: [first, second],
    reader,
    async close() {
      await Promise.all([first.close(), second.close(), reader.close()]);
    },
  };
});
