import type { Batch, EventCount, Store } from '../store.ts';
import { type StreamProgress, summarise } from '../summary.ts';
import type { SqlClient } from './client.ts';
import {
  READ_DROP_TOTALS,
  READ_EVENTS,
  READ_IDENTITIES,
  READ_MINUTES,
  READ_STREAM_TOTALS,
  READ_STREAMS,
  READ_TOTALS,
} from './reads.ts';
import { type EventRow, type IdentityRow, type StreamRow, toEvent, toIdentity, toStream } from './rows.ts';
import {
  ADD_COUNTS,
  ADVANCE_STREAMS,
  COUNT_REJECTIONS,
  FORGET_REJECTIONS,
  INSERT_EVENTS,
  LINK_IDENTITIES,
  RECORD_DROPS,
} from './writes.ts';

/** The store over any PostgreSQL. The schema must be up to date: see `migrate`. */
export function createSqlStore(client: SqlClient): Store {
  return {
    async commit(batch) {
      const fresh = await client.transaction((tx) => write(tx, batch));
      return { accepted: fresh.size, duplicates: batch.events.length - fresh.size, fresh };
    },

    async events({ name, device, user, limit }) {
      const filter = [name ?? null, device ?? null, user ?? null, limit];
      return (await client.query<EventRow>(READ_EVENTS, filter)).map(toEvent);
    },

    async counts(sinceMinute) {
      const totals = await client.query<{ event_name: string; count: number; last_seen: Date }>(READ_TOTALS);
      const minutes = await client.query<{ event_name: string; minute: number; count: number }>(
        READ_MINUTES,
        [sinceMinute],
      );
      const counts = new Map(
        totals.map(({ event_name, count, last_seen }): [string, EventCount] => [
          event_name,
          { eventName: event_name, total: count, lastSeen: last_seen.toISOString(), minutes: [] },
        ]),
      );
      for (const { event_name, minute, count } of minutes) {
        counts.get(event_name)?.minutes.push([minute, count]);
      }
      return [...counts.values()];
    },

    async streams(limit) {
      const streams = await client.query<StreamRow>(READ_STREAMS, [limit]);
      const [total] = await client.query<{
        streams: number;
        received: number;
        rejected: number;
        lost: number;
        dropped: number;
      }>(READ_STREAM_TOTALS);
      const drops = await client.query<{ reason: string; count: number }>(READ_DROP_TOTALS);
      return {
        total: {
          ...(total ?? { streams: 0, received: 0, rejected: 0, lost: 0, dropped: 0 }),
          drops: Object.fromEntries(drops.map(({ reason, count }) => [reason, count])),
        },
        streams: streams.map(toStream),
      };
    },

    async identities(deviceId) {
      return (await client.query<IdentityRow>(READ_IDENTITIES, [deviceId])).map(toIdentity);
    },

    close: () => client.close(),
  };
}

type Transaction = Pick<SqlClient, 'query'>;

async function write(tx: Transaction, batch: Batch): Promise<Set<string>> {
  const inserted =
    batch.events.length > 0
      ? await tx.query<{ event_id: string }>(INSERT_EVENTS, [JSON.stringify(batch.events)])
      : [];
  const fresh = new Set(inserted.map(({ event_id }) => event_id));
  const { counts, streams, identities } = summarise(batch, fresh);
  await send(tx, ADD_COUNTS, counts);
  await countStreams(tx, batch, streams, fresh);
  await send(tx, RECORD_DROPS, batch.dropped);
  await send(tx, LINK_IDENTITIES, identities);
  return fresh;
}

/**
 * The rows of the streams are written first, which locks them: of two transactions about the same number, the later sees
 * what the other has stored or rejected.
 */
async function countStreams(
  tx: Transaction,
  { events, rejected }: Batch,
  progress: StreamProgress[],
  fresh: ReadonlySet<string>,
): Promise<void> {
  const advanced = await send<{ stream_id: string; rejected: number }>(tx, ADVANCE_STREAMS, progress);
  await send(tx, COUNT_REJECTIONS, rejected);
  // Hardly any stream has rejections, so that hardly any event is looked for among them.
  const marked = new Set(rejected.map(({ streamId }) => streamId));
  for (const stream of advanced) if (stream.rejected > 0) marked.add(stream.stream_id);
  const stored = events.filter(
    ({ eventId, streamId, seq }) => seq && streamId && marked.has(streamId) && fresh.has(eventId),
  );
  await send(
    tx,
    FORGET_REJECTIONS,
    stored.map(({ streamId, seq }) => ({ streamId, seq })),
  );
}

async function send<Row>(tx: Transaction, sql: string, rows: readonly unknown[]): Promise<Row[]> {
  return rows.length > 0 ? tx.query<Row>(sql, [JSON.stringify(rows)]) : [];
}
