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
    last_seen = greatest(event_totals.last_seen, excluded.last_seen)`;

export const ADVANCE_STREAMS = `
  INSERT INTO streams (stream_id, device_id, platform, first_seen, last_seen, max_seq, received)
  SELECT "streamId", "deviceId", platform, "firstSeen", "lastSeen", "maxSeq", received
  FROM json_to_recordset($1::json) AS row (
    "streamId" text, "deviceId" text, platform text, "firstSeen" timestamptz, "lastSeen" timestamptz,
    "maxSeq" bigint, received bigint)
  ON CONFLICT (stream_id) DO UPDATE SET
    device_id = coalesce(streams.device_id, excluded.device_id),
    platform = coalesce(streams.platform, excluded.platform),
    last_seen = greatest(streams.last_seen, excluded.last_seen),
    max_seq = greatest(streams.max_seq, excluded.max_seq),
    received = streams.received + excluded.received
  RETURNING stream_id, rejected::float8 AS rejected`;

/** Each number once, and none whose event is in the store: a resend may meet a stricter plan than the first time. */
export const COUNT_REJECTIONS = `
  WITH added AS (
    INSERT INTO stream_rejections (stream_id, seq)
    SELECT DISTINCT "streamId", seq
    FROM json_to_recordset($1::json) AS row ("streamId" text, seq bigint, "eventId" uuid)
    WHERE NOT EXISTS (SELECT FROM events WHERE event_id = "eventId")
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING
    RETURNING stream_id
  )
  UPDATE streams SET rejected = streams.rejected + per_stream.count
  FROM (SELECT stream_id, count(*) AS count FROM added GROUP BY stream_id) AS per_stream
  WHERE streams.stream_id = per_stream.stream_id`;

/** What was stored after all, since the plan was loosened, is no longer rejected. */
export const FORGET_REJECTIONS = `
  WITH gone AS (
    DELETE FROM stream_rejections
    USING json_to_recordset($1::json) AS row ("streamId" text, seq bigint)
    WHERE stream_rejections.stream_id = "streamId" AND stream_rejections.seq = row.seq
    RETURNING stream_rejections.stream_id
  )
  UPDATE streams SET rejected = streams.rejected - per_stream.count
  FROM (SELECT stream_id, count(*) AS count FROM gone GROUP BY stream_id) AS per_stream
  WHERE streams.stream_id = per_stream.stream_id`;

/** Reports are running totals of who dropped, and may arrive late or twice: the highest holds. */
export const RECORD_DROPS = `
  INSERT INTO stream_drops (stream_id, reason, dropped_by, count)
  SELECT "streamId", reason, coalesce(by, ''), max(count)
  FROM json_to_recordset($1::json) AS row ("streamId" text, reason text, by text, count bigint)
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (stream_id, reason, dropped_by) DO UPDATE SET count = greatest(stream_drops.count, excluded.count)`;

export const LINK_IDENTITIES = `
  INSERT INTO identities (device_id, user_id, identities, first_seen, last_seen)
  SELECT "deviceId", "userId", identities, "firstSeen", "lastSeen"
  FROM json_to_recordset($1::json) AS row (
    "deviceId" text, "userId" text, identities jsonb, "firstSeen" timestamptz, "lastSeen" timestamptz)
  ON CONFLICT (device_id, user_id) DO UPDATE SET
    identities = identities.identities || excluded.identities,
    first_seen = least(identities.first_seen, excluded.first_seen),
    last_seen = greatest(identities.last_seen, excluded.last_seen)`;
