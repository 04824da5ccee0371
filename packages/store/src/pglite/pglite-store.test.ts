import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Store } from '../ports.ts';
import type { SqlClient } from '../sql/client.ts';
import { createSqlStore } from '../sql/store.ts';
import { buildWorker } from '../testing/build-worker.ts';
import { feedContract } from '../testing/contracts/feed-contract.ts';
import { storeContract } from '../testing/contracts/store-contract.ts';
import { storedEvent } from '../testing/samples.ts';
import { copyTemplate } from '../testing/template.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { toClient } from './database.ts';
import { createPgliteStore } from './pglite-store.ts';
import { prune } from './prune.ts';

// A database takes its time to open on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const directory = temporaryDirectory();
let count = 0;

beforeAll(() => buildWorker());
afterAll(() => rm(directory, { recursive: true, force: true }));

async function freshDirectory(): Promise<string> {
  const dataDir = join(directory, `data-${++count}`);
  await copyTemplate(dataDir);
  return dataDir;
}

// The contract is about what a store does, so its tests share one database, emptied before each.
let shared: SqlClient | undefined;
afterAll(() => shared?.close());
async function openShared(): Promise<Store> {
  if (shared) {
    await shared.query(
      'TRUNCATE events, event_totals, event_minutes, streams, stream_totals, identities, followers, erased, erasures, rejected_events',
    );
    await shared.query(
      `UPDATE retention SET first_id = '00000000-0000-0000-0000-000000000000', kept_from = 'epoch'`,
    );
  }
  shared ??= toClient(await PGlite.create({ dataDir: join(await freshDirectory(), 'postgres') }));
  const client = { ...shared, close: async () => {} };
  return { ...createSqlStore(client), prune: (before) => prune(client, before) };
}
storeContract('pglite', openShared);
feedContract('pglite', async () => {
  const store = await openShared();
  return { writers: [store, store], reader: store, close: () => store.close() };
});

describe('the embedded store', () => {
  it('makes its directory, keeps its data over a restart, and still knows what it has seen', async () => {
    const dataDir = join(directory, 'not', 'there', 'yet');
    const event = storedEvent({ streamId: 's', seq: 2 });
    const first = await createPgliteStore({ dataDir });
    await first.commit({ events: [event], dropped: [], rejected: [], receivedAt: 0 });
    await first.close();
    const second = await createPgliteStore({ dataDir });
    expect(await second.events({ limit: 10 })).toEqual([event]);
    expect(await second.commit({ events: [event], dropped: [], rejected: [], receivedAt: 0 })).toMatchObject({
      accepted: 0,
      duplicates: 1,
    });
    expect((await second.streams(1)).total).toMatchObject({ received: 1, lost: 1 });
    await second.close();
  });

  it('answers questions from its thread, and waits for them no longer than it is told', async () => {
    const store = await createPgliteStore({ dataDir: await freshDirectory() });
    if (!('sql' in store.source)) throw new Error('no SQL');
    const { sql } = store.source;
    expect(await sql.query({ text: 'SELECT $1::text AS word', params: ['ja'] })).toEqual([{ word: 'ja' }]);
    const slow = { text: 'SELECT count(*) FROM generate_series(1, 3000000)', params: [] };
    await expect(sql.query(slow, { timeout: 1 })).rejects.toMatchObject({ code: 'timed_out' });
    await expect(sql.query(slow, { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
    await store.close();
  });

  it('refuses to open a directory twice, and lets it go when closed', async () => {
    const dataDir = await freshDirectory();
    const store = await createPgliteStore({ dataDir });
    await expect(createPgliteStore({ dataDir })).rejects.toThrow(
      `(process ${process.pid}) is using the data directory ${dataDir}`,
    );
    await store.close();
    await (await createPgliteStore({ dataDir })).close();
  });

  it('brings data of an older version up to date', async () => {
    const dataDir = await freshDirectory();
    const database = await PGlite.create({ dataDir: join(dataDir, 'postgres') });
    await database.exec(`
      DROP TABLE erased, erasures, rejected_events;
      DROP INDEX streams_device;
      ALTER TABLE events DROP COLUMN plan;
      DROP INDEX events_name;
      DROP VIEW pugmark_events_v1, pugmark_streams_v1;
      DROP TABLE stream_totals, retention, followers;
      DROP INDEX events_feed, events_name_time;
      ALTER TABLE events DROP COLUMN xid;
      ALTER TABLE events ALTER COLUMN position DROP DEFAULT;
      ALTER TABLE events ALTER COLUMN position ADD GENERATED ALWAYS AS IDENTITY;
      DROP SEQUENCE event_positions;
      ALTER TABLE event_totals DROP COLUMN shard, ADD CONSTRAINT event_totals_pkey PRIMARY KEY (event_name);
      ALTER TABLE event_minutes DROP COLUMN shard, ADD CONSTRAINT event_minutes_pkey PRIMARY KEY (minute, event_name);
      ALTER TABLE streams DROP COLUMN rejected, DROP COLUMN stored, DROP COLUMN refused, DROP COLUMN drops,
        DROP COLUMN drop_totals, DROP COLUMN settled, DROP COLUMN marks, DROP COLUMN dropped, DROP COLUMN lost;
      CREATE TABLE stream_drops (stream_id text, reason text, dropped_by text NOT NULL DEFAULT '', count bigint,
        PRIMARY KEY (stream_id, reason, dropped_by));
      DELETE FROM pugmark_migrations WHERE id >= 2;
      INSERT INTO streams (stream_id, first_seen, last_seen, max_seq, received) VALUES
        ('s', now(), now(), 5, 3), ('far', now(), now(), 9007199254740991, 3);
      INSERT INTO stream_drops (stream_id, reason, count) VALUES ('s', 'rejected', 2);
      INSERT INTO identities VALUES ('d', 'u', (
        SELECT jsonb_object_agg('key' || n, 'x') FROM generate_series(1, 50) AS n), now(), now());
      INSERT INTO events (event_id, event_name, event_time, client_time, received_at, device_id,
          session_id, platform, facts, properties, marks, stream_id, seq)
        SELECT gen_random_uuid(), 'old', now(), now(), now(), 'd', 's', 'h5', '{}', '{}', '[]', stream_id, seq
        FROM (VALUES ('s', 1), ('s', 5), ('s', 5), ('far', 1), ('far', 2), ('far', 9007199254740990))
          AS numbers (stream_id, seq);
    `);
    await database.close();
    const store = await createPgliteStore({ dataDir });
    const plan = [{ path: 'eventName', message: 'the plan has no event "new"' }];
    await store.commit({
      events: [storedEvent({ eventName: 'new', plan })],
      dropped: [],
      rejected: [],
      receivedAt: 0,
    });
    const events = await store.events({ limit: 2 });
    expect(events.map((event) => [event.eventName, event.plan])).toEqual([
      ['new', plan],
      ['old', undefined],
    ]);
    expect(Object.keys((await store.identities('d'))[0]?.identities ?? {})).toHaveLength(32);
    expect((await store.streams(2)).total).toEqual({
      streams: 2,
      received: 4,
      rejected: 0,
      lost: 1,
      dropped: 2,
      drops: { rejected: 2 },
      contradictions: 1,
    });
    // What its tracker reported as rejected then goes on explaining the gaps of then.
    await store.commit({ events: [], dropped: [], rejected: [{ streamId: 's', seq: 6 }], receivedAt: 1e12 });
    const { streams } = await store.streams(2);
    expect(streams.find(({ streamId }) => streamId === 's')).toMatchObject({
      maxSeq: 6,
      received: 2,
      rejected: 1,
      dropped: 2,
      lost: 1,
      gaps: [[2, 4]],
    });
    expect(streams.find(({ streamId }) => streamId === 'far')).toMatchObject({
      maxSeq: 2,
      received: 2,
      lost: 0,
      marks: ['jump'],
    });
    await store.close();
  });

  it('leaves data of a newer version alone', async () => {
    const dataDir = await freshDirectory();
    const database = await PGlite.create({ dataDir: join(dataDir, 'postgres') });
    await database.query("INSERT INTO pugmark_migrations (id, name) VALUES (999, 'from the future')");
    await database.close();
    await expect(createPgliteStore({ dataDir })).rejects.toThrow('newer version');
  });
});
