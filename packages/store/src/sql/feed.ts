import type { Cursor } from '../ports.ts';
import { EVENT_SELECTION, NO_EVENT } from './columns.ts';

const NEXT = `(xid, position) > ($1::text::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())`;

/**
 * A number from a sequence is given at insert, not at commit: whoever reads by it alone skips the rows of a transaction
 * that commits late. So a row carries its transaction, and what is read are the rows of transactions that are older than
 * every one still under way. Events and erasures in one statement: what is seen of one is seen of the other.
 */
export const READ_FEED = `
  SELECT * FROM (
    (SELECT ${EVENT_SELECTION}, NULL::json AS erasure, xid AS feed_xid, position AS feed_position
    FROM events WHERE ${NEXT} ORDER BY xid, position LIMIT $3)
    UNION ALL
    (SELECT ${NO_EVENT}, json_build_object('erasureId', erasure_id, 'erasedAt', erased_at, 'scope', scope), xid, position
    FROM erasures WHERE ${NEXT} ORDER BY xid, position LIMIT 1)
  ) AS page ORDER BY feed_xid, feed_position`;

/** A place of this database lies before all that it has not begun yet. */
export const IS_FOREIGN = `
  SELECT $1::text::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) AS foreign`;

/** Rows of transactions that this server has not had yet: they were restored from another one. */
export const READ_FOREIGN = `
  SELECT 1 FROM events WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())
  UNION ALL SELECT 1 FROM erasures WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())
  UNION ALL SELECT 1 FROM followers WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())
  LIMIT 1`;

export interface FeedPlace {
  feed_xid: string;
  feed_position: string;
}

export const READ_CURSOR = `
  SELECT xid::text AS feed_xid, position::text AS feed_position FROM followers WHERE name = $1`;

/** By whom two begin at once, one finds a row. */
export const BEGIN_FOLLOWER = `
  INSERT INTO followers (name, xid, position) VALUES ($1, $2::text::xid8, $3::bigint)
  ON CONFLICT (name) DO NOTHING RETURNING name`;

export const MOVE_FOLLOWER = `
  UPDATE followers SET xid = $2::text::xid8, position = $3::bigint, moved_at = now()
  WHERE name = $1 AND xid = $4::text::xid8 AND position = $5::bigint RETURNING name`;

export interface FollowerRow extends FeedPlace {
  name: string;
  moved_at: Date;
  behind: number;
  behind_since: Date | null;
}

const COUNTED = 10_000;

export const READ_FOLLOWERS = `
  SELECT name, xid::text AS feed_xid, position::text AS feed_position, moved_at,
    (SELECT count(*) FROM (
      SELECT 1 FROM events
      WHERE (events.xid, events.position) > (followers.xid, followers.position) LIMIT ${COUNTED}
    ) AS unread)::float8 + (
      SELECT count(*) FROM erasures WHERE (erasures.xid, erasures.position) > (followers.xid, followers.position)
    )::float8 AS behind,
    (SELECT received_at FROM events
      WHERE (events.xid, events.position) > (followers.xid, followers.position)
      ORDER BY events.xid, events.position LIMIT 1) AS behind_since
  FROM followers ORDER BY name`;

const START = ['0', '0'] as const;

export const toCursor = ({ feed_xid, feed_position }: FeedPlace) => `${feed_xid}:${feed_position}` as Cursor;

/** @throws TypeError when it is not from here. */
export function readCursor(cursor: Cursor | undefined): readonly [xid: string, position: string] {
  if (cursor === undefined) return START;
  const [, xid, position] = /^([0-9]{1,20}):([0-9]{1,19})$/.exec(cursor) ?? [];
  if (xid === undefined || position === undefined) {
    throw new TypeError(
      `"${String(cursor).slice(0, 60)}" is no place in this feed: pass what it gave as "next".`,
    );
  }
  return [xid, position];
}
