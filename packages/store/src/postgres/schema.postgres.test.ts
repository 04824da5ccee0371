import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../ports.ts';
import { personsOf, someEvents } from '../testing/persons.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres-database.ts';
import { copyTemplate } from '../testing/template.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { createPostgresStore } from './postgres-store.ts';

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await createTestDatabase();
  const now = () => Date.parse('2026-05-01T08:00:00.000Z');
  store = await createPostgresStore({ url: database.url, keepDays: 1, now });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const COLUMNS = `
  SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
  WHERE table_schema = 'public' AND table_name !~ '^events_' AND table_name <> 'pugmark_migrations'
  ORDER BY table_name, column_name`;

it('has the tables and columns of the embedded database', async () => {
  const directory = temporaryDirectory();
  await copyTemplate(directory);
  const embedded = await PGlite.create({ dataDir: join(directory, 'postgres') });
  const { rows } = await embedded.query(COLUMNS);
  await embedded.close();
  await rm(directory, { recursive: true });
  expect(await database.query(COLUMNS)).toEqual(rows);
});

it('adds columns that a table of an older version lacks', async () => {
  await database.query('ALTER TABLE events DROP COLUMN priority');
  await store.close();
  store = await createPostgresStore({
    url: database.url,
    now: () => Date.parse('2026-05-01T08:00:00.000Z'),
  });
  expect(await database.query('SELECT priority FROM events')).toEqual([]);
});

it('tells the person of each event', async () => {
  await fc.assert(
    fc.asyncProperty(someEvents, async (events) => {
      await database.query('DELETE FROM events');
      await database.query('DELETE FROM identities');
      await store.commit({ events, dropped: [], rejected: [], receivedAt: 0 });
      const rows = await database.query<{ event_id: string; person_id: string | null }>(
        'SELECT event_id, person_id FROM pugmark_events_v1',
      );
      expect(Object.fromEntries(rows.map((row) => [row.event_id, row.person_id]))).toEqual(personsOf(events));
    }),
    { numRuns: 20 },
  );
});
