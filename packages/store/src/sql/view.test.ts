import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { toClient } from '../pglite/database.ts';
import { personsOf, someEvents } from '../testing/persons.ts';
import { copyTemplate } from '../testing/template.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import type { SqlClient } from './client.ts';
import { createSqlStore } from './store.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const directory = temporaryDirectory();
let client: SqlClient;
beforeAll(async () => {
  await copyTemplate(directory);
  client = toClient(await PGlite.create({ dataDir: join(directory, 'postgres') }));
});
afterAll(async () => {
  await client?.close();
  await rm(directory, { recursive: true, force: true });
});

it('tells the person of each event', async () => {
  await fc.assert(
    fc.asyncProperty(someEvents, async (events) => {
      await client.query('TRUNCATE events, identities');
      await createSqlStore(client).commit({ events, dropped: [], rejected: [], receivedAt: 0 });
      const rows = await client.query<{ event_id: string; person_id: string | null }>(
        'SELECT event_id, person_id FROM pugmark_events_v1',
      );
      expect(Object.fromEntries(rows.map((row) => [row.event_id, row.person_id]))).toEqual(personsOf(events));
    }),
    { numRuns: 40 },
  );
});

it('has the columns that readers are promised', async () => {
  const columns = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
      WHERE attrelid = 'pugmark_events_v1'::regclass AND attnum > 0 ORDER BY attnum`,
  );
  expect(columns.map(({ name }) => name)).toEqual([
    'person_id',
    'device_id',
    'user_id',
    'session_id',
    'event_name',
    'event_time',
    'received_at',
    'platform',
    'facts',
    'properties',
    'marks',
    'event_id',
    'stream_id',
    'seq',
    'sample_rate',
  ]);
});
