import { addChange, type StreamAccount, type StreamChange } from '../accounts/stream-account.ts';
import { addAccount, noTotals, type StreamTotals } from '../accounts/stream-totals.ts';
import { UnstorableError } from '../errors.ts';
import type { Batch, EventCount, Store } from '../ports.ts';
import { createNameBook, type NameBook } from '../summary/names.ts';
import { toReport } from '../summary/stream-report.ts';
import { summarise } from '../summary/summary.ts';
import type { SqlClient } from './client.ts';
import {
  LOCK_STREAM_TOTALS,
  LOCK_STREAMS,
  READ_COUNT_SUMS,
  READ_EVENTS,
  READ_IDENTITIES,
  READ_KNOWN_NAMES,
  READ_MINUTE_SUMS,
  READ_MINUTES,
  READ_STREAM_TOTALS,
  READ_STREAMS,
  READ_TOTALS,
} from './reads.ts';
import {
  type EventRow,
  fromAccount,
  type IdentityRow,
  type StreamRow,
  toAccount,
  toEvent,
  toIdentity,
} from './rows.ts';
import {
  ADD_COUNTS,
  INSERT_EVENTS,
  LINK_IDENTITIES,
  OPEN_STREAMS,
  SAVE_STREAM_TOTALS,
  SAVE_STREAMS,
} from './writes.ts';

/** The store over any PostgreSQL. The schema must be up to date: see `migrate`. */
export function createSqlStore(client: SqlClient): Store {
  const names = createNameBook();
  return {
    async commit(batch) {
      try {
        const fresh = await client.transaction((tx) => write(tx, batch, names));
        return { accepted: fresh.size, duplicates: batch.events.length - fresh.size, fresh };
      } catch (error) {
        throw isAboutData(error) ? new UnstorableError((error as Error).message) : error;
      }
    },

    async events({ name, device, user, platform, text, before, limit }) {
      const pattern = text === undefined ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`;
      const filter = [name, device, user, platform].map((value) => value ?? null);
      const rows = await client.query<EventRow>(READ_EVENTS, [...filter, pattern, before ?? null, limit]);
      return rows.map(toEvent);
    },

    async counts({ sinceMinute, offset, limit }) {
      const [sums] = await client.query<{ names: number; total: number }>(READ_COUNT_SUMS);
      const all = await client.query<MinuteRow>(READ_MINUTE_SUMS, [sinceMinute]);
      const totals = await client.query<{ event_name: string; count: number; last_seen: Date }>(READ_TOTALS, [
        offset,
        limit,
      ]);
      const shown = JSON.stringify(totals.map(({ event_name }) => event_name));
      const minutes = await client.query<MinuteRow & { event_name: string }>(READ_MINUTES, [
        sinceMinute,
        shown,
      ]);
      const counts = new Map(
        totals.map(({ event_name, count, last_seen }): [string, EventCount] => [
          event_name,
          { eventName: event_name, total: count, lastSeen: last_seen.toISOString(), minutes: [] },
        ]),
      );
      for (const { event_name, minute, count } of minutes) {
        counts.get(event_name)?.minutes.push([minute, count]);
      }
      return {
        total: sums?.total ?? 0,
        names: sums?.names ?? 0,
        minutes: all.map(({ minute, count }) => [minute, count]),
        events: [...counts.values()],
      };
    },

    async streams(limit) {
      const streams = await client.query<StreamRow>(READ_STREAMS, [limit]);
      const [total] = await client.query<StreamTotals>(READ_STREAM_TOTALS);
      return { total: total ?? noTotals(), streams: streams.map((row) => toReport(toAccount(row))) };
    },

    async identities(deviceId) {
      return (await client.query<IdentityRow>(READ_IDENTITIES, [deviceId])).map(toIdentity);
    },

    async checkReady() {
      await client.query('SELECT 1');
    },

    close: () => client.close(),
  };
}

interface MinuteRow {
  minute: number;
  count: number;
}

type Transaction = Pick<SqlClient, 'query'>;

/** SQLSTATE: 22 is data that a type does not have, 23 a constraint, 54 a limit such as the size of an index row. */
function isAboutData(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(22|23|54)...$/.test(code);
}

async function write(tx: Transaction, batch: Batch, names: NameBook): Promise<Set<string>> {
  const inserted = await send<{ event_id: string }>(tx, INSERT_EVENTS, batch.events);
  const fresh = new Set(inserted.map(({ event_id }) => event_id));
  const unknown = names.unknown(batch.events.map(({ eventName }) => eventName));
  const known = await send<{ event_name: string }>(tx, READ_KNOWN_NAMES, unknown);
  names.learn(known.map(({ event_name }) => event_name));
  const { counts, streams, identities } = summarise(batch, fresh, names);
  await send(tx, ADD_COUNTS, counts);
  await countStreams(tx, streams);
  await send(tx, LINK_IDENTITIES, identities);
  return fresh;
}

/** Rows are locked before they are read: of two transactions about the same number, the later sees what the other did. */
async function countStreams(tx: Transaction, changes: StreamChange[]): Promise<void> {
  if (changes.length === 0) return;
  const opened = new Set<string>();
  const accounts = await lockAccounts(tx, changes, opened);
  const [stored] = await tx.query<StreamTotals>(LOCK_STREAM_TOTALS);
  let totals = stored ?? noTotals();
  const changed = changes.map((change) => {
    const before = accounts.get(change.streamId) as StreamAccount;
    const after = addChange(before, change);
    totals = addAccount(totals, opened.has(change.streamId) ? undefined : before, after);
    return after;
  });
  await send(tx, SAVE_STREAMS, changed.map(fromAccount));
  await send(tx, SAVE_STREAM_TOTALS, [totals]);
}

async function lockAccounts(
  tx: Transaction,
  changes: StreamChange[],
  opened: Set<string>,
): Promise<Map<string, StreamAccount>> {
  const rows = await send<StreamRow>(
    tx,
    LOCK_STREAMS,
    changes.map(({ streamId }) => streamId),
  );
  const accounts = new Map(rows.map((row) => [row.stream_id, toAccount(row)]));
  const missing = changes.filter(({ streamId }) => !accounts.has(streamId));
  for (const { stream_id } of await send<{ stream_id: string }>(tx, OPEN_STREAMS, missing)) {
    opened.add(stream_id);
  }
  const made = await send<StreamRow>(
    tx,
    LOCK_STREAMS,
    missing.map(({ streamId }) => streamId),
  );
  for (const row of made) accounts.set(row.stream_id, toAccount(row));
  return accounts;
}

async function send<Row>(tx: Transaction, sql: string, rows: readonly unknown[]): Promise<Row[]> {
  return rows.length > 0 ? tx.query<Row>(sql, [JSON.stringify(rows)]) : [];
}
