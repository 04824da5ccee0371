import { EVENT_SELECTION } from './columns.ts';

/**
 * Numbers leave as double precision: bigint comes back as text from some drivers.
 *
 * Nobody analyses the embedded database, so that its planner knows nothing of the tables and guesses. What is asked at each
 * commit, and by an open live view, is written so that every guess leads to an index.
 */

/**
 * What has an index narrows first; the rest is looked for among the latest of these, of which there are at most $6: a query
 * must not hold up commits. The property is asked for with `->`, since `?` and `@>` cannot compare with a list of values.
 */
export const READ_EVENTS = `
  SELECT ${EVENT_SELECTION}
  FROM (
    SELECT * FROM events
    WHERE ($1::text IS NULL OR event_name = $1)
      AND ($2::text IS NULL OR device_id = $2)
      AND ($3::text IS NULL OR user_id = $3)
      AND ($4::uuid IS NULL OR position < (SELECT position FROM events WHERE event_id = $4))
    ORDER BY position DESC
    LIMIT $6
  ) AS events
  WHERE ($7::text IS NULL OR platform = $7)
    AND ($8::text IS NULL OR session_id = $8)
    AND ($9::text IS NULL OR stream_id = $9)
    AND ($10::text IS NULL
      OR concat_ws(' ', event_name, device_id, user_id, session_id, stream_id, properties) ILIKE $10)
    AND ($11::text IS NULL OR properties -> $11 IS NOT NULL)
    AND ($12::jsonb IS NULL OR properties -> $11 IN (SELECT jsonb_array_elements($12::jsonb)))
    AND (NOT $13::boolean OR plan IS NOT NULL)
  ORDER BY position DESC
  LIMIT $5`;

export const READ_COUNT_SUMS = `
  SELECT count(DISTINCT event_name)::float8 AS names, coalesce(sum(count), 0)::float8 AS total FROM event_totals`;

/** Closed by a minute of the year 3871: a range that is open above is taken for a third of the table. */
const SINCE = 'minute >= $1::bigint AND minute < 1000000000';

export const READ_MINUTE_SUMS = `
  SELECT minute::float8 AS minute, sum(count)::float8 AS count
  FROM event_minutes WHERE ${SINCE} GROUP BY minute ORDER BY minute`;

export const READ_TOTALS = `
  SELECT event_name, sum(count)::float8 AS count, max(last_seen) AS last_seen
  FROM event_totals GROUP BY event_name ORDER BY 2 DESC, event_name OFFSET $1 LIMIT $2`;

export const READ_MINUTES = `
  SELECT event_name, minute::float8 AS minute, sum(count)::float8 AS count
  FROM event_minutes
  WHERE ${SINCE} AND event_name IN (SELECT json_array_elements_text($2::json))
  GROUP BY event_name, minute ORDER BY minute`;

const ACCOUNT = `
  stream_id, device_id, platform, first_seen, last_seen, max_seq::float8 AS max_seq, stored::text AS stored,
  refused::text AS refused, drops, drop_totals, settled, marks`;

export const READ_STREAMS = `
  SELECT ${ACCOUNT} FROM streams ORDER BY last_seen DESC, stream_id LIMIT $1`;

/** Of rows that are locked. An array, and no join. */
export const READ_ACCOUNTS = `
  SELECT ${ACCOUNT} FROM streams
  WHERE stream_id = ANY (ARRAY(SELECT json_array_elements_text($1::json)))
  ORDER BY stream_id`;

export const READ_PLATFORMS = `
  SELECT platform, count(*)::float8 AS streams, sum(received)::float8 AS received, sum(rejected)::float8 AS rejected,
    sum(lost)::float8 AS lost, sum(dropped)::float8 AS dropped
  FROM streams WHERE last_seen >= $1 GROUP BY platform ORDER BY 2 DESC, platform LIMIT 50`;

export const READ_SIZE = 'SELECT pg_database_size(current_database())::float8 AS bytes';

const TOTALS = `
  streams::float8 AS streams, received::float8 AS received, rejected::float8 AS rejected, lost::float8 AS lost,
  dropped::float8 AS dropped, drops, contradictions::float8 AS contradictions`;

export const READ_STREAM_TOTALS = `SELECT ${TOTALS} FROM stream_totals`;

export const LOCK_STREAM_TOTALS = `SELECT ${TOTALS} FROM stream_totals WHERE shard = $1::smallint FOR UPDATE`;

export const READ_KNOWN_NAMES = `
  SELECT DISTINCT event_name FROM event_totals WHERE event_name IN (SELECT json_array_elements_text($1::json))`;

export const READ_IDENTITIES = `
  SELECT device_id, user_id, identities, first_seen, last_seen
  FROM identities WHERE device_id = $1 ORDER BY last_seen`;
