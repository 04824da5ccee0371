import type { StoredEvent } from '../event.ts';
import type { Batch, RejectedNumber } from '../ports.ts';
import type { NameBook } from '../summary/names.ts';
import { summarise } from '../summary/summary.ts';
import type { SqlQuery } from './client.ts';
import { countStreams } from './count-streams.ts';
import { type ErasedRow, READ_ERASED, TAKE_BACK } from './erasure.ts';
import { READ_KNOWN_NAMES } from './reads.ts';
import { send } from './send.ts';
import { ADD_COUNTS, INSERT_EVENTS, type InsertedRow, LINK_IDENTITIES } from './writes.ts';

interface Inserted {
  fresh: Set<string>;
  /** Events that are older than what is kept. */
  expired: Set<string>;
  /** Events of people that were erased since. */
  erased: Set<string>;
}

/**
 * Writes a batch with all that follows from it. Every transaction takes its locks in the same order: events by id, sums by
 * name, streams by id, the sums of streams, identities; and so two never wait for each other.
 */
export async function write(
  tx: SqlQuery,
  batch: Batch,
  { names, shard }: { names: NameBook; shard: number },
): Promise<Inserted> {
  const inserted = await insert(tx, batch.events);
  const unknown = names.unknown(batch.events.map(({ eventName }) => eventName));
  const known = await send<{ event_name: string }>(tx, READ_KNOWN_NAMES, unknown);
  names.learn(known.map(({ event_name }) => event_name));
  const rejected = [...batch.rejected, ...numbersOf(batch.events, inserted)];
  const { counts, streams, identities } = summarise({ ...batch, rejected }, inserted.fresh, names);
  await send(tx, ADD_COUNTS, counts, shard);
  await countStreams(tx, streams, shard);
  await send(tx, LINK_IDENTITIES, identities);
  return inserted;
}

async function insert(tx: SqlQuery, events: readonly StoredEvent[]): Promise<Inserted> {
  const [row] = await send<InsertedRow>(tx, INSERT_EVENTS, events);
  const fresh = new Set(row?.fresh);
  if (!row) return { fresh, expired: new Set(), erased: new Set() };
  const isExpired = ({ eventId, clientTime }: StoredEvent) =>
    eventId[14] === '7' ? eventId < row.first_id : Date.parse(clientTime) < row.kept_from;
  const expired = new Set(
    events.filter((event) => !fresh.has(event.eventId) && isExpired(event)).map(({ eventId }) => eventId),
  );
  return { fresh, expired, erased: await takeBack(tx, events, fresh) };
}

/**
 * Takes out what was tracked before its person or device was erased. Looked for after the insert: whoever erases waits for
 * all that have written and may not have seen it, see `erase.ts`.
 */
async function takeBack(
  tx: SqlQuery,
  events: readonly StoredEvent[],
  fresh: Set<string>,
): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const { deviceId, userId } of events) {
    ids.add(deviceId);
    if (userId !== undefined) ids.add(userId);
  }
  const rows = await send<ErasedRow>(tx, READ_ERASED, [...ids]);
  if (rows.length === 0) return new Set();
  const erasedAt = new Map(rows.map(({ id, kind, erased_at }) => [`${kind} ${id}`, erased_at.getTime()]));
  const isErased = ({ deviceId, userId, eventTime }: StoredEvent) =>
    Math.max(erasedAt.get(`device ${deviceId}`) ?? 0, erasedAt.get(`user ${userId}`) ?? 0) >=
    Date.parse(eventTime);
  const erased = new Set(events.filter(isErased).map(({ eventId }) => eventId));
  const stored = [...erased].filter((eventId) => fresh.delete(eventId));
  await send(tx, TAKE_BACK, stored);
  return erased;
}

function numbersOf(events: readonly StoredEvent[], { expired, erased }: Inserted): RejectedNumber[] {
  if (expired.size + erased.size === 0) return [];
  return events.flatMap(({ eventId, streamId, seq }) =>
    (expired.has(eventId) || erased.has(eventId)) && streamId && seq ? [{ streamId, seq }] : [],
  );
}
