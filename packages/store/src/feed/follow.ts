import { setTimeout as sleep } from 'node:timers/promises';
import type { Erasure } from '../erasure.ts';
import { FollowerMovedError } from '../errors.ts';
import type { StoredEvent } from '../event.ts';
import type { Cursor, Feed, Followers } from '../ports.ts';

export interface FollowOptions {
  /** Whose feed it is. */
  store: Feed & Followers;
  /** Under which name the store keeps how far it has come. */
  name: string;
  /**
   * Takes events, in order. May be called again with the same ones, when it or this process failed before the store knew:
   * write idempotently by `eventId`.
   */
  handle: (events: readonly StoredEvent[]) => Promise<void> | void;
  /**
   * Erases what it has kept of somebody: all events that the erasure names, which all came before it. May be called again
   * with the same one.
   */
  erase: (erasure: Erasure) => Promise<void> | void;
  /** Events at a time. Default 500. */
  limit?: number;
  /** Milliseconds to wait when nothing is new. Default 1000. */
  interval?: number;
  /** Called when something failed; it is tried again. */
  onError?: (error: unknown) => void;
}

export interface Following {
  /** Rejects with FollowerMovedError when another process follows under the same name; resolves after `stop`. */
  done: Promise<void>;
  /** Stops after the events that are being handled. */
  stop(): Promise<void>;
}

const FIRST_DELAY = 100;
const LAST_DELAY = 30_000;

/**
 * Follows the feed of a store: all events, each at least once, in the order in which they were committed, over any number
 * of restarts.
 *
 * @example
 * const following = follow({ store, name: 'warehouse', handle: (events) => copy(events), erase: (erasure) => remove(erasure) });
 * await following.stop();
 */
export function follow(options: FollowOptions): Following {
  const stopping = new AbortController();
  const done = run(options, stopping.signal);
  return {
    done,
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

async function run(options: FollowOptions, signal: AbortSignal): Promise<void> {
  const { store, name, interval = 1_000, onError = () => {} } = options;
  let delay = FIRST_DELAY;
  /** What the store was told last; unknown after a failure. */
  let place: { cursor: Cursor | undefined } | undefined;
  while (!signal.aborted) {
    try {
      place ??= { cursor: await store.cursorOf(name) };
      const next = await step(options, place.cursor);
      if (next === undefined) await pause(interval, signal);
      else place = { cursor: next };
      delay = FIRST_DELAY;
    } catch (error) {
      if (error instanceof FollowerMovedError) throw error;
      place = undefined;
      onError(error);
      await pause(delay, signal);
      delay = Math.min(delay * 2, LAST_DELAY);
    }
  }
}

/** Returns where it is now; `undefined` when nothing was new. */
async function step(
  { store, name, handle, erase, limit = 500 }: FollowOptions,
  cursor: Cursor | undefined,
): Promise<Cursor | undefined> {
  const page = await store.read(cursor, limit);
  if (page.kind === 'erasure') await erase(page.erasure);
  else if (page.events.length > 0) await handle(page.events);
  else return undefined;
  await store.moveFollower(name, cursor, page.next);
  return page.next;
}

async function pause(time: number, signal: AbortSignal): Promise<void> {
  await sleep(time, undefined, { signal }).catch(() => {});
}
