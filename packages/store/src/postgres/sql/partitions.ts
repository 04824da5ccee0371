import { DAY, firstIdOf, tableOf } from '../../days.ts';
import { CHUNK } from '../../sql/retention.ts';

/** Of all collectors over one database, one at a time makes and drops days. */
export const LOCK_DAYS = 'SELECT pg_advisory_xact_lock(7811504202)';

export const READ_TABLES = `
  SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
  WHERE inhparent = to_regclass('events')`;

export const BEGIN_RETENTION = `INSERT INTO retention (id, first_id, kept_from) VALUES (0, $1, $2)`;

/**
 * Makes the table of a day. What came before it was there, from clocks that are ahead, lies in the default table and is
 * moved; nobody may add to that meanwhile. Names and bounds are made of a number, since neither can be a parameter.
 */
export function addDay(day: number): string[] {
  const table = tableOf(day);
  const bounds = [firstIdOf(day), firstIdOf(day + DAY)] as const;
  return [
    'LOCK TABLE events_default IN ACCESS EXCLUSIVE MODE',
    `CREATE TABLE ${table} (LIKE events INCLUDING DEFAULTS)`,
    `WITH moved AS (
      DELETE FROM events_default WHERE event_id >= '${bounds[0]}' AND event_id < '${bounds[1]}' RETURNING *
    ) INSERT INTO ${table} SELECT * FROM moved`,
    `ALTER TABLE events ATTACH PARTITION ${table} FOR VALUES FROM ('${bounds[0]}') TO ('${bounds[1]}')`,
  ];
}

/** Whoever inserts meanwhile waits; and the lock is not waited for long, for whoever comes after waits as well. */
export const LOCK_EVENTS = ["SET LOCAL lock_timeout = '3s'", 'LOCK TABLE events IN ACCESS EXCLUSIVE MODE'];

export const dropDay = (day: number): string => `DROP TABLE ${tableOf(day)}`;

/** Whether a follower that still moves has not read all of a day. */
export const hasUnread = (day: number): string => `
  SELECT name FROM followers
  WHERE moved_at > now() - interval '7 days'
    AND EXISTS (SELECT 1 FROM ${tableOf(day)} AS event
      WHERE (event.xid, event.position) > (followers.xid, followers.position))
  LIMIT 1`;

/** What lies in no day, the longest there first; by when it was received, for its id tells no time. */
export const DELETE_OLD = ['events_other', 'events_default'].map(
  (table) => `
  DELETE FROM ${table} WHERE event_id IN (
    SELECT event_id FROM (
      SELECT event_id, received_at FROM ${table} ORDER BY xid, position LIMIT ${CHUNK}
    ) AS oldest WHERE received_at < $1
  ) RETURNING 1`,
);
