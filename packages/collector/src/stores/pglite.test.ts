import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { temporaryDirectory } from '../testing/cli-process.ts';
import { storedEvent } from '../testing/samples.ts';
import { copyTemplate } from '../testing/template.ts';
import { storeContract } from './contract.ts';
import { createPgliteStore, toClient } from './pglite.ts';
import type { SqlClient } from './sql/client.ts';
import { createSqlStore } from './sql/store.ts';

// A database takes its time to open on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const directory = temporaryDirectory();
let count = 0;

afterAll(() => rm(directory, { recursive: true, force: true }));

async function freshDirectory(): Promise<string> {
  const dataDir = join(directory, `data-${++count}`);
  await copyTemplate(dataDir);
  return dataDir;
}

// The contract is about what a store does, so its tests share one database, emptied before each.
let shared: SqlClient | undefined;
afterAll(() => shared?.close());
storeContract('pglite', async () => {
  if (shared) {
    await shared.query(
      'TRUNCATE events, event_totals, event_minutes, streams, stream_drops, stream_rejections, identities RESTART IDENTITY',
    );
  }
  shared ??= toClient(await PGlite.create({ dataDir: join(await freshDirectory(), 'postgres') }));
  return createSqlStore({ ...shared, close: async () => {} });
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
    await database.query('ALTER TABLE events DROP COLUMN plan');
    await database.query('ALTER TABLE streams DROP COLUMN rejected');
    await database.query('DROP TABLE stream_rejections');
    await database.query('DELETE FROM pugmark_migrations WHERE id >= 2');
    await database.query(`INSERT INTO streams (stream_id, first_seen, last_seen, max_seq, received)
      VALUES ('s', now(), now(), 5, 2)`);
    await database.query(`INSERT INTO stream_drops (stream_id, reason, count) VALUES ('s', 'rejected', 2)`);
    await database.query(`INSERT INTO events (event_id, event_name, event_time, client_time, received_at, device_id,
      session_id, platform, facts, properties, marks)
      VALUES (gen_random_uuid(), 'old', now(), now(), now(), 'd', 's', 'h5', '{}', '{}', '[]')`);
    await database.close();
    const store = await createPgliteStore({ dataDir });
    const plan = [{ path: 'eventName', message: 'the plan has no event "new"' }];
    await store.commit({
      events: [storedEvent({ eventName: 'new', plan })],
      dropped: [],
      rejected: [],
      receivedAt: 0,
    });
    const events = await store.events({ limit: 10 });
    expect(events.map((event) => [event.eventName, event.plan])).toEqual([
      ['new', plan],
      ['old', undefined],
    ]);
    // What its tracker reported as rejected then goes on explaining the gaps of then.
    await store.commit({ events: [], dropped: [], rejected: [{ streamId: 's', seq: 6 }], receivedAt: 0 });
    expect((await store.streams(1)).streams[0]).toMatchObject({
      maxSeq: 6,
      received: 2,
      rejected: 1,
      dropped: 2,
      lost: 1,
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
