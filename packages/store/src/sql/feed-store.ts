import { FollowerMovedError } from '../errors.ts';
import type { Feed, Followers } from '../ports.ts';
import type { SqlQuery } from './client.ts';
import { type EventRow, toEvent } from './columns.ts';
import {
  BEGIN_FOLLOWER,
  type FeedPlace,
  type FollowerRow,
  MOVE_FOLLOWER,
  READ_CURSOR,
  READ_FEED,
  READ_FOLLOWERS,
  readCursor,
  toCursor,
} from './feed.ts';

/** The feed over any PostgreSQL, and the cursors of its followers. */
export function createFeed(client: SqlQuery): Feed & Followers {
  return {
    async read(after, limit) {
      const [xid, position] = readCursor(after);
      const rows = await client.query<EventRow & FeedPlace>(READ_FEED, [xid, position, limit]);
      const last = rows.at(-1) ?? { feed_xid: xid, feed_position: position };
      return { events: rows.map(toEvent), next: toCursor(last) };
    },

    async cursorOf(name) {
      const [row] = await client.query<FeedPlace>(READ_CURSOR, [name]);
      return row && toCursor(row);
    },

    async moveFollower(name, from, to) {
      const target = [name, ...readCursor(to)];
      const moved =
        from === undefined
          ? await client.query(BEGIN_FOLLOWER, target)
          : await client.query(MOVE_FOLLOWER, [...target, ...readCursor(from)]);
      if (moved.length === 0) throw new FollowerMovedError(name);
    },

    async followers() {
      const rows = await client.query<FollowerRow>(READ_FOLLOWERS);
      return rows.map((row) => ({
        name: row.name,
        cursor: toCursor(row),
        movedAt: row.moved_at.toISOString(),
        behind: row.behind,
        behindSince: row.behind_since?.toISOString() ?? null,
      }));
    },
  };
}
