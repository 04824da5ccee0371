import type { Erasure, ErasureScope } from '../erasure.ts';
import { FollowerMovedError, ForeignCursorError } from '../errors.ts';
import type { Feed, Followers } from '../ports.ts';
import type { SqlQuery } from './client.ts';
import { type EventRow, toEvent } from './columns.ts';
import {
  BEGIN_FOLLOWER,
  type FeedPlace,
  type FollowerRow,
  IS_FOREIGN,
  MOVE_FOLLOWER,
  READ_CURSOR,
  READ_FEED,
  READ_FOLLOWERS,
  readCursor,
  toCursor,
} from './feed.ts';

/** An event, or an erasure. */
interface FeedRow extends EventRow, FeedPlace {
  erasure: { erasureId: string; erasedAt: string; scope: ErasureScope } | null;
}

/** The feed over any PostgreSQL, and the cursors of its followers. */
export function createFeed(client: SqlQuery): Feed & Followers {
  return {
    async read(after, limit) {
      const [xid, position] = readCursor(after);
      const rows = await client.query<FeedRow>(READ_FEED, [xid, position, limit]);
      const [first] = rows;
      if (first?.erasure) {
        return { kind: 'erasure', events: [], erasure: toErasure(first.erasure), next: toCursor(first) };
      }
      if (!first) await checkPlace(client, xid);
      // What stands after an erasure is for the page after that.
      const end = rows.findIndex(({ erasure }) => erasure !== null);
      const events = end === -1 ? rows : rows.slice(0, end);
      const last = events.at(-1) ?? { feed_xid: xid, feed_position: position };
      return { kind: 'events', events: events.map(toEvent), next: toCursor(last) };
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

function toErasure({ erasureId, erasedAt, scope }: NonNullable<FeedRow['erasure']>): Erasure {
  return { erasureId, erasedAt: new Date(erasedAt).toISOString(), ...scope };
}

/** Nothing new: that may be because the place lies ahead of all that this database does. */
async function checkPlace(client: SqlQuery, xid: string): Promise<void> {
  const [row] = await client.query<{ foreign: boolean }>(IS_FOREIGN, [xid]);
  if (row?.foreign) throw new ForeignCursorError();
}
