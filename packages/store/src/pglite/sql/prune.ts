import { CHUNK } from '../../sql/retention.ts';

/** Whoever still follows the feed reads first. */
const IS_READ = `NOT EXISTS (
  SELECT 1 FROM followers
  WHERE moved_at > now() - interval '7 days' AND (event.xid, event.position) > (followers.xid, followers.position))`;

/** By the day in the id; what tells no time goes by the client's. */
export const DELETE_OLD_EVENTS = [
  `substr(event_id::text, 15, 1) = '7' AND event_id < $1::uuid AND client_time IS NOT NULL AND $2::timestamptz IS NOT NULL`,
  `substr(event_id::text, 15, 1) <> '7' AND client_time < $2::timestamptz AND $1::uuid IS NOT NULL`,
].map(
  (isOld) => `
  DELETE FROM events WHERE event_id = ANY (ARRAY(
    SELECT event_id FROM events AS event WHERE ${isOld} AND ${IS_READ} LIMIT ${CHUNK}
  )) RETURNING 1`,
);

/** Nobody else does it in an embedded database. */
export const CLEAN_UP = ['events', 'streams', 'identities', 'event_minutes'].map(
  (table) => `VACUUM (ANALYZE) ${table}`,
);
