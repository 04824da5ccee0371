import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createGroupCommit } from '../commit/group-commit.ts';
import { DAY } from '../days.ts';
import type { StoredEvent } from '../event.ts';
import type { Cursor, Store } from '../ports.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres-database.ts';
import { storedEvent } from '../testing/samples.ts';
import { idAt } from '../testing/time-ids.ts';
import { createPostgresStore } from './postgres-store.ts';
import { MIGRATIONS } from './sql/migrations.ts';

const TODAY = Date.parse('2026-05-10T08:00:00.000Z');
const at = (days: number) => TODAY + days * DAY;

let database: TestDatabase;
const stores: Store[] = [];
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await database.drop();
});

/** A store as it is after a start on a day. */
async function open(days = 0, keepDays = 3): Promise<Store> {
  const store = await createPostgresStore({ url: database.url, keepDays, now: () => at(days) });
  stores.push(store);
  return store;
}

const event = (days: number, changes: Partial<StoredEvent> = {}) => {
  const time = new Date(at(days)).toISOString();
  return storedEvent({
    eventId: idAt(at(days)),
    eventTime: time,
    clientTime: time,
    receivedAt: time,
    ...changes,
  });
};
const commit = (store: Store, ...events: StoredEvent[]) =>
  store.commit({ events, dropped: [], rejected: [], receivedAt: TODAY });
const tablesOf = async () => {
  const rows = await database.query<{ name: string; count: string }>(
    'SELECT tableoid::regclass::text AS name, count(*) FROM events GROUP BY 1 ORDER BY 1',
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, Number(count)]));
};

it('keeps an event in the table of its day, by its id', async () => {
  const store = await open();
  const derived = event(-1, { eventId: idAt(at(-1)).replace(/-7(...)-/, '-8$1-') });
  await commit(
    store,
    event(0),
    event(-1),
    derived,
    event(-3),
    event(6),
    event(40),
    event(0, { eventId: 'f0000000-0000-4000-8000-000000000000' }),
  );
  expect(await tablesOf()).toEqual({
    events_day_20260507: 1,
    events_day_20260509: 2,
    events_day_20260510: 1,
    events_day_20260516: 1,
    events_default: 1,
    events_other: 1,
  });
});

it('drops days that are over, and refuses what comes late for them, with its number counted', async () => {
  const first = await open();
  const [old, kept] = [event(-3, { streamId: 's', seq: 1 }), event(-2, { streamId: 's', seq: 2 })];
  await commit(first, old, kept);
  const later = await open(1);
  expect(await tablesOf()).toEqual({ events_day_20260508: 1 });
  // Also by a store whose process began before.
  for (const store of [first, later]) {
    const late = event(-3, { streamId: 's', seq: 3 });
    const result = await commit(store, old, kept, late);
    expect(result).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(result.expired).toEqual(new Set([old.eventId, late.eventId]));
  }
  const { streams, total } = await later.streams(1);
  expect(streams).toMatchObject([{ received: 2, rejected: 1, lost: 0, maxSeq: 3 }]);
  expect(total).toMatchObject({ received: 2, rejected: 1, lost: 0 });
});

it('tells whoever commits which event is too old', async () => {
  const group = createGroupCommit(await open());
  const [old, young] = [event(-9), event(0)];
  const batch = { events: [old, young], dropped: [], rejected: [], receivedAt: TODAY };
  expect(await group.commit({ batch, bytes: 1 })).toMatchObject({
    accepted: 1,
    duplicates: 0,
    refused: [{ event: old, code: 'expired' }],
  });
});

it('goes by the time of the client for ids that tell none, and deletes them by when they came', async () => {
  const store = await open();
  const random = event(-2, { eventId: 'f0000000-0000-4000-8000-000000000000' });
  // Its first digits are those of a time long ago.
  const low = event(0, { eventId: '00000000-0000-4000-8000-000000000000' });
  const old = event(-9, { eventId: randomUUID() });
  const result = await commit(store, random, low, old);
  expect(result).toMatchObject({ accepted: 2, duplicates: 0, expired: new Set([old.eventId]) });
  const later = await open(2);
  expect(await later.events({ limit: 10 })).toEqual([low]);
  expect(await commit(later, random)).toMatchObject({ accepted: 0, expired: new Set([random.eventId]) });
});

it('moves what clocks that are ahead have sent to its day, once that is made', async () => {
  const store = await open();
  const ahead = event(9);
  await commit(store, ahead, event(30));
  expect(await tablesOf()).toEqual({ events_default: 2 });
  const later = await open(4);
  expect(await tablesOf()).toEqual({ events_day_20260519: 1, events_default: 1 });
  expect(await commit(later, ahead)).toMatchObject({ accepted: 0, duplicates: 1 });
});

it('never brings back what is gone: a longer time begins where the shorter one was', async () => {
  await open();
  const longer = await open(0, 30);
  const result = await commit(longer, event(-4), event(-3));
  expect(result).toMatchObject({ accepted: 1, expired: { size: 1 } });
  expect((await commit(await open(9, 30), event(-3))).accepted).toBe(1);
});

it('keeps a day that a follower has not read, as long as it moves', async () => {
  const store = await open();
  await commit(store, event(-3));
  const { next } = await store.read(undefined, 1);
  await store.moveFollower('slow', undefined, '0:0' as Cursor);
  const later = await open(1);
  expect(await tablesOf()).toEqual({ events_day_20260507: 1 });
  await later.moveFollower('slow', '0:0' as Cursor, next);
  await open(1);
  expect(await tablesOf()).toEqual({});
});

it('is made once by many who start at the same time', async () => {
  await Promise.all(Array.from({ length: 4 }, () => open()));
  expect(await database.query('SELECT id FROM pugmark_migrations')).toEqual(
    MIGRATIONS.map(({ id }) => ({ id })),
  );
});

it('forgets minutes that are over', async () => {
  await commit(await open(), event(-3), event(0));
  const later = await open(2);
  const { total, minutes } = await later.counts({ sinceMinute: 0, offset: 0, limit: 10 });
  expect({ total, minutes: minutes.length }).toEqual({ total: 2, minutes: 1 });
});

it('deletes nothing for a tool that opens the store beside a collector that keeps more', async () => {
  const collector = await open(0, 60);
  await commit(collector, event(-50));
  const tool = await createPostgresStore({ url: database.url, keepDays: 'as it is', now: () => at(0) });
  stores.push(tool);
  expect(await tool.events({ limit: 10 })).toHaveLength(1);
  expect(await tool.days()).toEqual(['2026-03-21']);
  // It may delete when it is told to.
  await tool.prune(new Date(at(-40)));
  expect(await collector.events({ limit: 10 })).toEqual([]);
});
