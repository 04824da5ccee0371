import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres } from '../../../../scripts/lib/postgres.mjs';
import { createGroupCommit } from '../commit/group-commit.ts';
import { StoreUnavailableError } from '../errors.ts';
import type { StoredEvent } from '../event.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres-database.ts';
import { storedEvent } from '../testing/samples.ts';
import { createPostgresStore, type PostgresStoreOptions } from './postgres-store.ts';

const now = () => Date.parse('2026-05-01T08:00:00.000Z');

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const open = (options: Partial<PostgresStoreOptions> = {}) =>
  createPostgresStore({ url: database.url, keepDays: 1, now, ...options });
const batchOf = (events: StoredEvent[]) => ({ events, dropped: [], rejected: [], receivedAt: now() });

/** Commits until it succeeds, as senders do; returns what failed. */
async function insist(commit: () => Promise<unknown>): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (;;) {
    try {
      await commit();
      return failures;
    } catch (error) {
      failures.push(error);
      await sleep(20);
    }
  }
}

it('stores once what is sent again and again while connections are cut', async () => {
  const store = await open();
  const group = createGroupCommit(store, { concurrency: store.concurrency ?? 1 });
  let isOver = false;
  const cutting = (async () => {
    while (!isOver) {
      await database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'pugmark'`,
      );
      await sleep(30);
    }
  })();
  const streamId = randomUUID();
  const events = Array.from({ length: 400 }, (_, index) => storedEvent({ streamId, seq: index + 1 }));
  const sendAll = async () => {
    const sent = Array.from({ length: 40 }, (_, index) =>
      insist(() => group.commit({ batch: batchOf(events.slice(index * 10, index * 10 + 10)), bytes: 100 })),
    );
    return (await Promise.all(sent)).flat();
  };
  const failures = await sendAll();
  // All of it may fit between two cuts.
  while (failures.length === 0) failures.push(...(await sendAll()));
  isOver = true;
  await cutting;
  expect(failures.every((error) => error instanceof StoreUnavailableError)).toBe(true);
  expect(
    await database.query('SELECT count(*)::integer AS count FROM events WHERE stream_id = $1', [streamId]),
  ).toEqual([{ count: 400 }]);
  const { streams } = await store.streams(100);
  expect(streams.find((stream) => stream.streamId === streamId)).toMatchObject({ received: 400, lost: 0 });
  await store.close();
});

it('says that it is unavailable when a statement takes too long, and goes on afterwards', async () => {
  const store = await open({ statementTimeout: 300 });
  const event = storedEvent();
  const locked = database.query('BEGIN; LOCK TABLE events; SELECT pg_sleep(1); COMMIT');
  await sleep(100);
  await expect(store.commit(batchOf([event]))).rejects.toMatchObject({
    name: 'StoreUnavailableError',
    code: 'timed_out',
  });
  await locked;
  expect(await store.commit(batchOf([event]))).toMatchObject({ accepted: 1 });
  await store.close();
});

it('ends a question that takes too long, or that nobody waits for, at the server too', async () => {
  const store = await open();
  if (!('sql' in store.source)) throw new Error('no SQL');
  const { sql } = store.source;
  const slow = { text: 'SELECT pg_sleep(20)', params: [] };
  await expect(sql.query(slow, { timeout: 100 })).rejects.toMatchObject({ code: 'timed_out' });
  await expect(sql.query(slow, { signal: AbortSignal.timeout(100) })).rejects.toMatchObject({
    name: 'TimeoutError',
  });
  const running = await database.query(
    "SELECT query FROM pg_stat_activity WHERE application_name = 'pugmark' AND state = 'active' AND query LIKE '%sleep%'",
  );
  expect(running).toEqual([]);
  await store.close();
});

it('rejects the one event that it cannot keep, and stores all beside it', async () => {
  const store = await open();
  const group = createGroupCommit(store);
  const streamId = randomUUID();
  const events = Array.from({ length: 20 }, (_, index) =>
    storedEvent({ streamId, seq: index + 1, ...(index === 7 ? { userId: 'half \ud83d' } : {}) }),
  );
  const { accepted, refused } = await group.commit({ batch: batchOf(events), bytes: 100 });
  expect({ accepted, refused }).toEqual({
    accepted: 19,
    refused: [{ event: events[7], code: 'unstorable' }],
  });
  const { streams } = await store.streams(100);
  expect(streams.find((stream) => stream.streamId === streamId)).toMatchObject({ received: 19, rejected: 1 });
  await store.close();
});

it('survives a server that crashes and comes back, with nothing lost and nothing twice', async () => {
  const server = await startPostgres();
  try {
    const store = await open({ url: server.url });
    const group = createGroupCommit(store, { concurrency: store.concurrency ?? 1 });
    const streamId = randomUUID();
    let seq = 0;
    let acknowledged = 0;
    let isOver = false;
    const senders = Array.from({ length: 4 }, async () => {
      while (!isOver) {
        const events = Array.from({ length: 10 }, () => storedEvent({ streamId, seq: ++seq }));
        await insist(() => group.commit({ batch: batchOf(events), bytes: 100 }));
        acknowledged += events.length;
      }
    });
    for (let round = 0; round < 3; round++) {
      await sleep(300);
      await server.crash();
      await expect(store.checkReady?.()).rejects.toBeInstanceOf(StoreUnavailableError);
      await server.start();
    }
    await sleep(300);
    isOver = true;
    await Promise.all(senders);
    expect(acknowledged).toBe(seq);
    expect((await store.streams(1)).streams).toMatchObject([
      { received: seq, lost: 0, maxSeq: seq, marks: [] },
    ]);
    expect((await store.counts({ sinceMinute: 0, offset: 0, limit: 1 })).total).toBe(seq);
    await store.close();
  } finally {
    await server.stop();
  }
});

it.each([
  ['postgres://u:secret@127.0.0.1:1/nothing', /127\.0\.0\.1:1\/nothing cannot be used: .*ECONNREFUSED/],
  ['mysql://u:secret@127.0.0.1/nothing', /must be like postgres:/],
  ['secret', /must be like postgres:/],
])('says what is wrong with an address, without the password: %s', async (url, message) => {
  const error: Error = await open({ url }).then(
    () => new Error('opened'),
    (reason) => reason,
  );
  expect(error.message).toMatch(message);
  expect(error.message).not.toContain('secret');
});

it('leaves data of a newer version alone', async () => {
  const other = await createTestDatabase();
  await (await open({ url: other.url })).close();
  await other.query("INSERT INTO pugmark_migrations (id, name) VALUES (999, 'from the future')");
  await expect(open({ url: other.url })).rejects.toThrow('newer version');
  await other.drop();
});
