import { MAX_IDENTITIES, MAX_LINKS } from '../summary/summary.ts';
import { EVENT_COLUMNS, EVENT_FIELDS, EVENT_RECORD } from './columns.ts';

/** Rows travel as one JSON parameter, so that a batch of any size is one statement with one plan. */

/**
 * Ordered by id: two transactions that have the same events wait for each other instead of deadlocking. The position is
 * taken before, so that it is the order of arrival. What is older than the store keeps is left out: its day is gone, and
 * with it the knowledge whether the event was stored. A UUIDv7 tells its day itself, for other ids the client's time
 * does, which a resend repeats.
 */
export const INSERT_EVENTS = `
  WITH added AS (
    INSERT INTO events (${EVENT_COLUMNS}, position)
    SELECT ${EVENT_FIELDS}, position FROM (
      SELECT row.*, nextval('event_positions') AS position FROM json_to_recordset($1::json) AS row (${EVENT_RECORD})
    ) AS row, retention
    WHERE CASE WHEN substr("eventId"::text, 15, 1) = '7' THEN "eventId" >= first_id ELSE "clientTime" >= kept_from END
    ORDER BY "eventId"
    ON CONFLICT (event_id) DO NOTHING
    RETURNING event_id
  )
  SELECT coalesce((SELECT json_agg(event_id) FROM added), '[]') AS fresh, first_id,
    (extract(epoch FROM kept_from) * 1000)::float8 AS kept_from
  FROM retention`;

export interface InsertedRow {
  fresh: string[];
  first_id: string;
  kept_from: number;
}

/** Each shard is a row of its own for the same name and minute: see `SqlStoreOptions`. */
export const ADD_COUNTS = `
  WITH added AS (
    SELECT * FROM json_to_recordset($1::json) AS row (
      "eventName" text, minute bigint, count bigint, "lastSeen" timestamptz)
  ), minutes AS (
    INSERT INTO event_minutes (minute, event_name, shard, count)
    SELECT minute, "eventName", $2::smallint, count FROM added
    ON CONFLICT (minute, event_name, shard) DO UPDATE SET count = event_minutes.count + excluded.count
  )
  INSERT INTO event_totals (event_name, shard, count, last_seen)
  SELECT "eventName", $2::smallint, sum(count), max("lastSeen") FROM added GROUP BY "eventName" ORDER BY "eventName"
  ON CONFLICT (event_name, shard) DO UPDATE SET
    count = event_totals.count + excluded.count,
    last_seen = excluded.last_seen`;

/**
 * Makes rows of streams that are new, and locks those that are there, in one pass and one order: of two transactions that
 * lock some and make others, each could have what the other waits for. Returns the new ones.
 */
export const OPEN_STREAMS = `
  INSERT INTO streams (stream_id, first_seen, last_seen, max_seq, received)
  SELECT "streamId", at, at, 0, 0
  FROM json_to_recordset($1::json) AS row ("streamId" text, at timestamptz)
  ORDER BY "streamId"
  ON CONFLICT (stream_id) DO UPDATE SET stream_id = streams.stream_id WHERE false
  RETURNING stream_id`;

/** The figures stand beside the numbers, for whoever looks at the table. The array leads to the index, see `reads.ts`. */
export const SAVE_STREAMS = `
  UPDATE streams SET
    device_id = row.device_id, platform = row.platform, last_seen = row.last_seen, max_seq = row.max_seq,
    stored = row.stored, refused = row.refused, drops = row.drops, drop_totals = row.drop_totals,
    settled = row.settled, marks = row.marks, received = row.received, rejected = row.rejected,
    dropped = row.dropped, lost = row.lost
  FROM json_to_recordset($1::json) AS row (
    stream_id text, device_id text, platform text, last_seen timestamptz, max_seq bigint, stored int8multirange,
    refused int8multirange, drops jsonb, drop_totals jsonb, settled jsonb, marks jsonb, received bigint,
    rejected bigint, dropped bigint, lost bigint)
  WHERE streams.stream_id = row.stream_id
    AND streams.stream_id = ANY (ARRAY(SELECT stream ->> 'stream_id' FROM json_array_elements($1::json) AS stream))`;

export const SAVE_STREAM_TOTALS = `
  UPDATE stream_totals SET
    streams = row.streams, received = row.received, rejected = row.rejected, lost = row.lost,
    dropped = row.dropped, drops = row.drops, contradictions = row.contradictions
  FROM json_to_recordset($1::json) AS row (
    streams bigint, received bigint, rejected bigint, lost bigint, dropped bigint, drops jsonb,
    contradictions bigint)
  WHERE shard = $2::smallint`;

export const OPEN_STREAM_TOTALS = `
  INSERT INTO stream_totals (shard, streams, received, rejected, lost, dropped, drops, contradictions)
  VALUES ($1::smallint, 0, 0, 0, 0, 0, '{}', 0) ON CONFLICT (shard) DO NOTHING`;

/**
 * What was seen first stays, whatever comes later under the same key. The number of users of a device is bounded, and so
 * is the number of identifiers of a link: a stranger may name any device and user. Known links are counted, since EXISTS
 * may become a look at the whole table, see `reads.ts`.
 */
export const LINK_IDENTITIES = `
  INSERT INTO identities (device_id, user_id, identities, first_seen, last_seen)
  SELECT "deviceId", "userId", row.identities, "firstSeen", "lastSeen"
  FROM (
    SELECT *, row_number() OVER (PARTITION BY "deviceId" ORDER BY "userId") AS place
    FROM json_to_recordset($1::json) AS row (
      "deviceId" text, "userId" text, identities jsonb, "firstSeen" timestamptz, "lastSeen" timestamptz)
  ) AS row
  WHERE (SELECT count(*) FROM identities WHERE device_id = "deviceId" AND user_id = "userId") > 0
    OR place + (SELECT count(*) FROM identities WHERE device_id = "deviceId") <= ${MAX_LINKS}
  ON CONFLICT (device_id, user_id) DO UPDATE SET
    identities = CASE WHEN identities.identities @> excluded.identities THEN identities.identities ELSE (
      SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM (
        SELECT key, value FROM (
          SELECT 0 AS rank, key, value FROM jsonb_each(identities.identities)
          UNION ALL
          SELECT 1, key, value FROM jsonb_each(excluded.identities) WHERE NOT identities.identities ? key
        ) AS pairs ORDER BY rank, key LIMIT ${MAX_IDENTITIES}
      ) AS kept) END,
    first_seen = least(identities.first_seen, excluded.first_seen),
    last_seen = greatest(identities.last_seen, excluded.last_seen)`;
