import type { StoredEvent } from '../event.ts';
import type { Batch, RejectedNumber } from '../ports.ts';
import type { NameBook } from '../summary/names.ts';
import { summarise } from '../summary/summary.ts';
import type { SqlQuery } from './client.ts';
import { countStreams } from './count-streams.ts';
import { READ_ERASED } from './erasure.ts';
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
  const old = events.filter(({ eventId }) => !fresh.has(eventId));
  const expired = new Set(old.filter(isExpired).map(({ eventId }) => eventId));
  const left = old.filter(({ eventId }) => !expired.has(eventId)).map(pickOwner);
  const erased = await send<{ event_id: string }>(tx, READ_ERASED, left);
  return { fresh, expired, erased: new Set(erased.map(({ event_id }) => event_id)) };
}

const pickOwner = ({ eventId, deviceId, userId, eventTime }: StoredEvent) => ({
  eventId,
  deviceId,
  userId,
  eventTime,
});

function numbersOf(events: readonly StoredEvent[], { expired, erased }: Inserted): RejectedNumber[] {
  if (expired.size + erased.size === 0) return [];
  return events.flatMap(({ eventId, streamId, seq }) =>
    (expired.has(eventId) || erased.has(eventId)) && streamId && seq ? [{ streamId, seq }] : [],
  );
}
