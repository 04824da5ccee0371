/** Numbers leave as double precision: bigint comes back as text from some drivers. */

export const READ_EVENTS = `
  SELECT event_id, event_name, event_time, client_time, received_at, user_id, identities, device_id,
    session_id, platform, stream_id, seq::float8 AS seq, priority, facts, properties, marks, plan
  FROM events
  WHERE ($1::text IS NULL OR event_name = $1)
    AND ($2::text IS NULL OR device_id = $2)
    AND ($3::text IS NULL OR user_id = $3)
  ORDER BY position DESC
  LIMIT $4`;

export const READ_TOTALS = `
  SELECT event_name, count::float8 AS count, last_seen
  FROM event_totals ORDER BY event_totals.count DESC, event_name LIMIT 200`;

export const READ_MINUTES = `
  SELECT event_name, minute::float8 AS minute, count::float8 AS count
  FROM event_minutes WHERE minute >= $1::bigint ORDER BY minute`;

const STREAM_LOSS = `
  SELECT s.*, coalesce(d.dropped, 0) AS dropped, coalesce(d.drops, '{}') AS drops,
    greatest(0, s.max_seq - s.received - s.rejected - coalesce(d.dropped, 0)) AS lost
  FROM streams s
  LEFT JOIN (
    SELECT stream_id, sum(count) AS dropped, jsonb_object_agg(reason, count) AS drops
    FROM (
      SELECT stream_id, reason, sum(count) AS count FROM stream_drops GROUP BY stream_id, reason
    ) AS reasons
    GROUP BY stream_id
  ) d USING (stream_id)`;

export const READ_STREAMS = `
  SELECT stream_id, device_id, platform, first_seen, last_seen, max_seq::float8 AS max_seq,
    received::float8 AS received, rejected::float8 AS rejected, lost::float8 AS lost, dropped::float8 AS dropped,
    drops
  FROM (${STREAM_LOSS}) AS stream
  ORDER BY last_seen DESC, stream_id
  LIMIT $1`;

export const READ_STREAM_TOTALS = `
  SELECT count(*)::float8 AS streams, coalesce(sum(received), 0)::float8 AS received,
    coalesce(sum(rejected), 0)::float8 AS rejected, coalesce(sum(lost), 0)::float8 AS lost, coalesce(sum(dropped), 0)::float8 AS dropped
  FROM (${STREAM_LOSS}) AS stream`;

export const READ_DROP_TOTALS = `
  SELECT reason, sum(count)::float8 AS count FROM stream_drops GROUP BY reason ORDER BY reason`;

export const READ_IDENTITIES = `
  SELECT device_id, user_id, identities, first_seen, last_seen
  FROM identities WHERE device_id = $1 ORDER BY last_seen`;
