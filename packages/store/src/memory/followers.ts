import { FollowerMovedError } from '../errors.ts';
import type { Cursor, Feed, Follower, Followers } from '../ports.ts';
import type { LatestEvents } from './latest-events.ts';

const COUNTED = 10_000;

/** The feed of a process: what was forgotten before it was read is not in it any more. */
export function createMemoryFeed(latest: LatestEvents): Feed & Followers {
  const followers = new Map<string, { cursor: Cursor; movedAt: string }>();
  return {
    async read(after, limit) {
      const from = readCursor(after);
      const entries = latest.after(from, limit);
      const [first] = entries;
      if (first?.kind === 'erasure') {
        return { kind: 'erasure', events: [], erasure: first.erasure, next: toCursor(first.position) };
      }
      const end = entries.findIndex(({ kind }) => kind === 'erasure');
      const page = end === -1 ? entries : entries.slice(0, end);
      return {
        kind: 'events',
        events: page.flatMap((entry) => (entry.kind === 'event' ? [entry.event] : [])),
        next: toCursor(page.at(-1)?.position ?? from),
      };
    },
    cursorOf: async (name) => followers.get(name)?.cursor,
    async moveFollower(name, from, to) {
      readCursor(to);
      if (followers.get(name)?.cursor !== from) throw new FollowerMovedError(name);
      followers.set(name, { cursor: to, movedAt: new Date().toISOString() });
    },
    async followers() {
      const all = [...followers].map(([name, { cursor, movedAt }]): Follower => {
        const unread = latest.after(readCursor(cursor), COUNTED);
        const event = unread.find((entry) => entry.kind === 'event');
        const behindSince = event?.kind === 'event' ? event.event.receivedAt : null;
        return { name, cursor, movedAt, behind: unread.length, behindSince };
      });
      return all.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

const toCursor = (position: number) => String(position) as Cursor;

function readCursor(cursor: Cursor | undefined): number {
  if (cursor === undefined) return 0;
  if (/^[0-9]{1,16}$/.test(cursor)) return Number(cursor);
  throw new TypeError(
    `"${String(cursor).slice(0, 60)}" is no place in this feed: pass what it gave as "next".`,
  );
}
