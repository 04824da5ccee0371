/** Rows that are deleted at a time, so that no statement takes long. */
export const CHUNK = 5_000;

export const READ_RETENTION = `
  SELECT (extract(epoch FROM kept_from) * 1000)::float8 AS kept_from FROM retention`;

export const MOVE_RETENTION = `UPDATE retention SET first_id = $1, kept_from = $2 WHERE kept_from < $2`;

/** Streams that nobody has heard of since. Their sums go on counting. */
export const DELETE_OLD_STREAMS = `
  DELETE FROM streams WHERE stream_id = ANY (ARRAY(
    SELECT stream_id FROM streams WHERE last_seen < $1::timestamptz ORDER BY last_seen LIMIT ${CHUNK}
  )) RETURNING 1`;

/** Links of devices of which no event is left: as long as there are some, they tell whose these are. */
export const DELETE_OLD_IDENTITIES = `
  DELETE FROM identities WHERE (device_id, user_id) IN (
    SELECT device_id, user_id FROM identities AS link
    WHERE last_seen < $1::timestamptz AND NOT EXISTS (SELECT 1 FROM events WHERE events.device_id = link.device_id)
    LIMIT ${CHUNK}
  ) RETURNING 1`;

export const DELETE_OLD_MINUTES = `
  DELETE FROM event_minutes WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM event_minutes WHERE minute < $1::bigint LIMIT ${CHUNK}
  )) RETURNING 1`;
