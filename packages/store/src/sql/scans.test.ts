import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { toClient } from '../pglite/database.ts';
import type { Store } from '../ports.ts';
import { storedEvent } from '../testing/samples.ts';
import { copyTemplate } from '../testing/template.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import type { SqlClient } from './client.ts';
import { createSqlStore } from './store.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const directory = temporaryDirectory();
let client: SqlClient;

/** A database that has been in use for a while, and that nobody has analysed: the embedded one has no autovacuum. */
beforeAll(async () => {
  await copyTemplate(directory);
  const database = await PGlite.create({ dataDir: join(directory, 'postgres') });
  client = toClient(database);
  await database.exec(`
    INSERT INTO streams (stream_id, first_seen, last_seen, max_seq, received)
      SELECT 's' || n, now(), now(), 0, 0 FROM generate_series(1, 20000) AS n;
    INSERT INTO identities SELECT 'd' || n / 3, 'u' || n, '{}', now(), now() FROM generate_series(1, 20000) AS n;
    INSERT INTO event_minutes SELECT n / 10, 'name_' || n % 10, 1 FROM generate_series(1, 20000) AS n;
    INSERT INTO events (event_id, event_name, event_time, client_time, received_at, user_id, device_id, session_id,
        platform, facts, properties, marks)
      SELECT gen_random_uuid(), 'name_' || n % 10, now(), now(), now(), 'u' || n, 'd' || n / 3, 's', 'h5', '{}', '{}', '[]'
      FROM generate_series(1, 20000) AS n;
  `);
});
afterAll(async () => {
  await client?.close();
  await rm(directory, { recursive: true, force: true });
});

/** Runs an action on the store; answers the tables that a statement of it reads from end to end. */
async function scansOf(action: (store: Store) => Promise<unknown>): Promise<string[]> {
  const found = new Set<string>();
  const explaining = (on: Pick<SqlClient, 'query'>): Pick<SqlClient, 'query'> => ({
    async query(sql, params) {
      const plan = await on.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, params);
      for (const { 'QUERY PLAN': line } of plan) {
        const [, table] = /Seq Scan on (events|event_minutes|streams|identities)\b/.exec(line) ?? [];
        if (table) found.add(table);
      }
      return on.query(sql, params);
    },
  });
  const watched: SqlClient = {
    ...client,
    ...explaining(client),
    transaction: (work) => client.transaction((tx) => work(explaining(tx))),
  };
  await action({ ...createSqlStore(watched), prune: async () => {} });
  return [...found];
}

const batch = () => ({
  events: ['d1', 'd2'].map((deviceId, index) =>
    storedEvent({
      deviceId,
      userId: `u${index}`,
      identities: { orderId: 'o' },
      streamId: `s${index}`,
      seq: 1,
    }),
  ),
  dropped: [{ streamId: 's3', reason: 'overflow', ranges: [[1, 2]] as [number, number][] }],
  rejected: [{ streamId: 's4', seq: 1 }],
  receivedAt: Date.now(),
});

it.each<[string, (store: Store) => Promise<unknown>]>([
  ['a commit', (store) => store.commit(batch())],
  ['the latest events', (store) => store.events({ limit: 200 })],
  ['events by name', (store) => store.events({ name: 'never', limit: 200 })],
  ['events by device', (store) => store.events({ device: 'never', limit: 200 })],
  ['events by user', (store) => store.events({ user: 'never', limit: 200 })],
  ['counts', (store) => store.counts({ sinceMinute: 1990, offset: 0, limit: 200 })],
  ['streams', (store) => store.streams(50)],
  ['the users of a device', (store) => store.identities('d1')],
])('%s reads no table from end to end that grows with the data', async (_, action) => {
  expect(await scansOf(action)).toEqual([]);
});
