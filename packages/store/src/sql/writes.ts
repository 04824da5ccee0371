import { MAX_IDENTITIES, MAX_LINKS } from '../summary/summary.ts';

/** Rows travel as one JSON parameter, so that a batch of any size is one statement with one plan. */

export const INSERT_EVENTS = `
  INSERT INTO events (event_id, event_name, event_time, client_time, received_at, user_id, identities,
    device_id, session_id, platform, stream_id, seq, priority, facts, properties, marks, plan)
  SELECT "eventId", "eventName", "eventTime", "clientTime", "receivedAt", "userId", identities,
    "deviceId", "sessionId", platform, "streamId", seq, priority, facts, properties, marks, plan
  FROM json_to_recordset($1::json) AS row (
    "eventId" uuid, "eventName" text, "eventTime" timestamptz, "clientTime" timestamptz,
    "receivedAt" timestamptz, "userId" text, identities jsonb, "deviceId" text, "sessionId" text,
    platform text, "streamId" text, seq bigint, priority text, facts jsonb, properties jsonb, marks jsonb,
    plan jsonb)
  ON CONFLICT (event_id) DO NOTHING
  RETURNING event_id`;

export const ADD_COUNTS = `
  WITH added AS (
    SELECT * FROM json_to_recordset($1::json) AS row (
      "eventName" text, minute bigint, count bigint, "lastSeen" timestamptz)
  ), minutes AS (
    INSERT INTO event_minutes (minute, event_name, count)
    SELECT minute, "eventName", count FROM added
    ON CONFLICT (minute, event_name) DO UPDATE SET count = event_minutes.count + excluded.count
  )
  INSERT INTO event_totals (event_name, count, last_seen)
  SELECT "eventName", sum(count), max("lastSeen") FROM added GROUP BY "eventName" ORDER BY "eventName"
  ON CONFLICT (event_name) DO UPDATE SET
    count = event_totals.count + excluded.count,
    last_seen = excluded.last_seen`;

/** Rows of streams that are new, so that there is something to lock. */
export const OPEN_STREAMS = `
  INSERT INTO streams (stream_id, first_seen, last_seen, max_seq, received)
  SELECT "streamId", at, at, 0, 0
  FROM json_to_recordset($1::json) AS row ("streamId" text, at timestamptz)
  ON CONFLICT (stream_id) DO NOTHING
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
  WHERE id = 0`;

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
