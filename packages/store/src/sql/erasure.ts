import { EVENT_SELECTION } from './columns.ts';

/** Lists of ids travel as one JSON parameter. The arrays lead to the indexes, see `reads.ts`. */
const list = (parameter: string, type = 'text') =>
  `ANY (ARRAY(SELECT item::${type} FROM json_array_elements_text(${parameter}::json) AS items (item)))`;

/**
 * The devices that only this user uses, and those that others use as well. A device that nobody used as a user and that
 * is called like the person is the person.
 */
export const READ_DEVICES = `
  SELECT device_id, (SELECT count(*) FROM identities AS other WHERE other.device_id = link.device_id)::float8 AS users
  FROM identities AS link WHERE user_id = $1
  UNION ALL
  SELECT $1, 1 WHERE $1 <> 'server' AND NOT EXISTS (SELECT 1 FROM identities WHERE device_id = $1)`;

export interface DeviceRow {
  device_id: string;
  users: number;
}

/** Of devices that several people use, the events without a user that are this person's. */
export const READ_SHARED = `
  SELECT event_id FROM pugmark_events_v1
  WHERE device_id = ${list('$1')} AND user_id IS NULL AND person_id = $2 ORDER BY event_id`;

/** The scope: users, devices, single events. */
const IN_SCOPE = `(user_id = ${list('$1')} OR device_id = ${list('$2')} OR event_id = ${list('$3', 'uuid')})`;

export const READ_SCOPE = `
  SELECT ${EVENT_SELECTION} FROM events
  WHERE ${IN_SCOPE} AND event_id > $4::uuid ORDER BY event_id LIMIT $5`;

export const READ_SCOPE_IDENTITIES = `
  SELECT device_id, user_id, identities, first_seen, last_seen FROM identities
  WHERE user_id = ${list('$1')} OR device_id = ${list('$2')} ORDER BY device_id, user_id`;

/** Ends first, and alone: whoever looks from here on sees it. */
export const MARK_ERASED = `
  INSERT INTO erased (id, kind, erased_at)
  SELECT item, 'user', $3::timestamptz FROM json_array_elements_text($1::json) AS items (item)
  UNION ALL
  SELECT item, 'device', $3::timestamptz FROM json_array_elements_text($2::json) AS items (item)
  ON CONFLICT (id, kind) DO UPDATE SET erased_at = greatest(erased.erased_at, excluded.erased_at)`;

/** A transaction that is younger than all that may not have seen the mark. */
export const TAKE_TRANSACTION = 'SELECT pg_current_xact_id()::text AS xid';

/** Whether all transactions that may not have seen the mark are over. */
export const IS_SEEN = `
  SELECT pg_snapshot_xmin(pg_current_snapshot()) > $1::text::xid8 AS seen`;

/** In the order in which commits take events. */
export const DELETE_EVENTS = `
  WITH removed AS (
    DELETE FROM events WHERE event_id = ANY (ARRAY(
      SELECT event_id FROM events WHERE ${IN_SCOPE} ORDER BY event_id FOR UPDATE
    )) RETURNING 1
  ) SELECT count(*)::float8 AS count FROM removed`;

/** Their numbers stay: what was erased is not lost. In the order in which commits take streams. */
export const CLEAR_STREAMS = `
  WITH cleared AS (
    UPDATE streams SET device_id = NULL WHERE stream_id = ANY (ARRAY(
      SELECT stream_id FROM streams WHERE device_id = ${list('$1')} ORDER BY stream_id FOR UPDATE
    )) RETURNING 1
  ) SELECT count(*)::float8 AS count FROM cleared`;

export const DELETE_IDENTITIES = `
  WITH removed AS (
    DELETE FROM identities WHERE (device_id, user_id) IN (
      SELECT device_id, user_id FROM identities
      WHERE user_id = ${list('$1')} OR device_id = ${list('$2')} ORDER BY device_id, user_id FOR UPDATE
    ) RETURNING 1
  ) SELECT count(*)::float8 AS count FROM removed`;

/** What was rejected is kept as it came, so that it may be of anybody. */
export const DELETE_REJECTED_OF = `
  DELETE FROM rejected_events WHERE user_id = ${list('$1')} OR device_id = ${list('$2')}`;

export const ADD_TOMBSTONE = `
  INSERT INTO erasures (erasure_id, erased_at, scope) VALUES ($1::uuid, $2::timestamptz, $3::json::jsonb)`;

/** Those of some devices and users that were erased. */
export const READ_ERASED = `SELECT id, kind, erased_at FROM erased WHERE id = ${list('$1')}`;

export interface ErasedRow {
  id: string;
  kind: 'user' | 'device';
  erased_at: Date;
}

export const TAKE_BACK = `DELETE FROM events WHERE event_id = ${list('$1', 'uuid')}`;
