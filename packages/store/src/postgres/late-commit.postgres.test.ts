import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ForeignCursorError } from '../errors.ts';
import type { Cursor } from '../ports.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres-database.ts';
import { storedEvent } from '../testing/samples.ts';
import { createPostgresStore } from './postgres-store.ts';

const now = () => Date.parse('2026-05-01T08:00:00.000Z');

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('says so when events come from another server, whose transactions had higher numbers', async () => {
  const failures: string[] = [];
  const open = () =>
    createPostgresStore({
      url: database.url,
      keepDays: 1,
      now,
      onFailure: ({ message }) => failures.push(message),
    });
  const store = await open();
  await store.commit({ events: [storedEvent()], dropped: [], rejected: [], receivedAt: now() });
  await (await open()).close();
  expect(failures).toEqual([]);
  await database.query("UPDATE events SET xid = '99999999'");
  await (await open()).close();
  expect(failures).toEqual([expect.stringContaining('The feed stands still')]);
  await database.query("UPDATE events SET xid = '0'");
  expect((await store.read(undefined, 10)).events).toHaveLength(1);
  await database.query('DELETE FROM events');
  await store.close();
});

it('skips nothing of a transaction that began first and commits last', async () => {
  const store = await createPostgresStore({ url: database.url, keepDays: 1, now });
  const commit = (event: ReturnType<typeof storedEvent>) =>
    store.commit({ events: [event], dropped: [], rejected: [], receivedAt: now() });
  const [before, late, after] = [storedEvent(), storedEvent(), storedEvent()];
  await commit(before);
  const slow = new pg.Client({ connectionString: database.url });
  await slow.connect();
  // It takes its number before the next one, as another collector would.
  await slow.query('BEGIN');
  await slow.query(
    `INSERT INTO events (event_id, event_name, event_time, client_time, received_at, device_id, session_id, platform,
        facts, properties, marks)
      VALUES ($1, 'late', $2, $2, $2, 'd', 's', 'h5', '{}', '{}', '[]')`,
    [late.eventId, new Date(now()).toISOString()],
  );
  await commit(after);
  // What is read now ends before it, although a later event is there already.
  const first = await store.read(undefined, 10);
  expect(first.events.map(({ eventId }) => eventId)).toEqual([before.eventId]);
  expect(await store.events({ limit: 10 })).toHaveLength(2);
  await slow.query('COMMIT');
  const second = await store.read(first.next, 10);
  expect(second.events.map(({ eventId }) => eventId)).toEqual([late.eventId, after.eventId]);
  await slow.end();
  await store.close();
});

it('refuses a place of another database instead of skipping what comes', async () => {
  const store = await createPostgresStore({ url: database.url, keepDays: 1, now });
  const place = '99999999:1' as Cursor;
  await expect(store.read(place, 10)).rejects.toBeInstanceOf(ForeignCursorError);
  // A follower from before the restore is told of at the start.
  await store.moveFollower('old', undefined, place);
  const failures: string[] = [];
  const again = await createPostgresStore({
    url: database.url,
    keepDays: 1,
    now,
    onFailure: ({ message }) => failures.push(message),
  });
  expect(failures).toEqual([expect.stringContaining('The feed stands still')]);
  await again.close();
  await store.close();
});

it('erases also what a transaction brings that began before and commits during the erasure', async () => {
  const store = await createPostgresStore({ url: database.url, keepDays: 1, now });
  const event = storedEvent({ userId: 'u1', deviceId: 'd1' });
  const slow = new pg.Client({ connectionString: database.url });
  await slow.connect();
  await slow.query('BEGIN');
  await slow.query(
    `INSERT INTO events (event_id, event_name, event_time, client_time, received_at, device_id, user_id, session_id,
        platform, facts, properties, marks)
      VALUES ($1, 'late', $2, $2, $2, 'd1', 'u1', 's', 'h5', '{}', '{}', '[]')`,
    [event.eventId, new Date(now()).toISOString()],
  );
  let isDone = false;
  const erasing = store.erase({ personId: 'u1' }).finally(() => {
    isDone = true;
  });
  // Marked: who commits from here on refuses; and it waits for the one that may not have seen it.
  await expect.poll(async () => (await database.query('SELECT 1 FROM erased')).length).toBeGreaterThan(0);
  expect(isDone).toBe(false);
  await slow.query('COMMIT');
  expect((await erasing).removed.events).toBe(1);
  await slow.end();
  await store.close();
});
