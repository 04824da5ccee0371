import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FollowerMovedError } from '../../errors.ts';
import type { StoredEvent } from '../../event.ts';
import { follow } from '../../feed/follow.ts';
import type { Cursor, Store } from '../../ports.ts';
import { storedEvent } from '../samples.ts';
import { receivedAt } from './batch.ts';

/** Stores over the same data; one and the same, where there cannot be two. */
export interface OpenedFeed {
  writers: readonly [Store, Store];
  reader: Store;
  close(): Promise<void>;
}

const idsOf = (events: readonly StoredEvent[]) => events.map(({ eventId }) => eventId);

/**
 * What the feed of every store must do: nothing skipped, nothing twice.
 *
 * @example
 * feedContract('memory', async () => {
 *   const store = createMemoryStore();
 *   return { writers: [store, store], reader: store, close: () => store.close() };
 * });
 */
export function feedContract(name: string, open: () => Promise<OpenedFeed>): void {
  describe(`feed contract: ${name}`, () => {
    let feed: OpenedFeed;
    let reader: Store;
    beforeEach(async () => {
      feed = await open();
      reader = feed.reader;
    });
    afterEach(() => feed.close());

    const commit = (writer: Store, events: StoredEvent[]) =>
      writer.commit({ events, dropped: [], rejected: [], receivedAt });

    it('gives all events from the beginning, page by page, in order', async () => {
      const events = Array.from({ length: 7 }, () =>
        storedEvent({ identities: { orderId: 'O1' }, userId: 'u' }),
      );
      for (const event of events) await commit(feed.writers[0], [event]);
      const first = await reader.read(undefined, 4);
      const second = await reader.read(first.next, 4);
      expect([...first.events, ...second.events]).toEqual(events);
      const nothing = await reader.read(second.next, 4);
      expect(nothing).toEqual({ kind: 'events', events: [], next: second.next });
      // And goes on from there.
      const later = storedEvent();
      await commit(feed.writers[1], [later, events[0] as StoredEvent]);
      expect((await reader.read(nothing.next, 4)).events).toEqual([later]);
    });

    it('begins with what comes when there was nothing', async () => {
      const { events, next } = await reader.read(undefined, 10);
      expect(events).toEqual([]);
      const event = storedEvent();
      await commit(feed.writers[0], [event]);
      expect((await reader.read(next, 10)).events).toEqual([event]);
    });

    it('knows its own places only', async () => {
      for (const place of ['', 'x', '1; DROP TABLE events', '-1']) {
        await expect(reader.read(place as Cursor, 1)).rejects.toThrow(TypeError);
      }
    });

    it('keeps how far each follower has come, and tells how far behind it is', async () => {
      await commit(feed.writers[0], [storedEvent(), storedEvent(), storedEvent()]);
      expect(await reader.cursorOf('a')).toBeUndefined();
      const { next } = await reader.read(undefined, 2);
      await reader.moveFollower('a', undefined, next);
      expect(await reader.cursorOf('a')).toBe(next);
      const end = (await reader.read(next, 2)).next;
      await reader.moveFollower('b', undefined, end);
      const since = '2026-05-01T08:00:00.000Z';
      expect(await reader.followers()).toEqual([
        { name: 'a', cursor: next, movedAt: expect.any(String), behind: 1, behindSince: since },
        { name: 'b', cursor: end, movedAt: expect.any(String), behind: 0, behindSince: null },
      ]);
    });

    it('lets one process at a time move a follower', async () => {
      await commit(feed.writers[0], [storedEvent(), storedEvent()]);
      const { next } = await reader.read(undefined, 1);
      const end = (await reader.read(next, 1)).next;
      await reader.moveFollower('a', undefined, next);
      await expect(reader.moveFollower('a', undefined, end)).rejects.toBeInstanceOf(FollowerMovedError);
      await reader.moveFollower('a', next, end);
      await expect(reader.moveFollower('a', next, end)).rejects.toBeInstanceOf(FollowerMovedError);
      expect(await reader.cursorOf('a')).toBe(end);
    });

    it('with two writers and a reader that dies at any moment nothing is skipped, and nothing comes twice', async () => {
      const stored = new Set<string>();
      const write = async (writer: Store) => {
        for (let round = 0; round < 25; round++) {
          const events = Array.from({ length: 1 + (round % 7) }, () =>
            storedEvent({ eventId: randomUUID() }),
          );
          await commit(writer, events);
          for (const id of idsOf(events)) stored.add(id);
        }
      };
      let isWriting = true;
      const writing = Promise.all(feed.writers.map(write)).finally(() => {
        isWriting = false;
      });
      // Writes and moves on in one: what one may do whose writes and cursor are one transaction.
      let atomic: { ids: string[]; cursor: Cursor | undefined } = { ids: [], cursor: undefined };
      // Writes, then moves on: what it writes is idempotent.
      const idempotent = new Set<string>();
      const dies = () => Math.random() < 0.3;
      for (let isLast = false; ; ) {
        const page = await reader.read(atomic.cursor, 10);
        if (!dies()) atomic = { ids: [...atomic.ids, ...idsOf(page.events)], cursor: page.next };

        const cursor = await reader.cursorOf('follower');
        const { events, next } = await reader.read(cursor, 10);
        if (events.length > 0 && !dies()) {
          for (const id of idsOf(events)) idempotent.add(id);
          if (!dies()) await reader.moveFollower('follower', cursor, next);
        }
        if (isLast && atomic.ids.length >= stored.size && idempotent.size >= stored.size) break;
        isLast = !isWriting;
        if (events.length === 0) await sleep(1);
      }
      await writing;
      expect(atomic.ids).toHaveLength(stored.size);
      expect(new Set(atomic.ids)).toEqual(stored);
      expect(idempotent).toEqual(stored);
    }, 60_000);

    it('is followed over failures and restarts', async () => {
      const events = Array.from({ length: 20 }, () => storedEvent());
      const seen = new Set<string>();
      let calls = 0;
      const start = () =>
        follow({
          store: reader,
          name: 'copy',
          limit: 3,
          interval: 5,
          handle(page) {
            if (++calls % 3 === 0) throw new Error('the warehouse is closed');
            for (const id of idsOf(page)) seen.add(id);
          },
          erase() {},
        });
      const first = start();
      for (const event of events.slice(0, 10)) await commit(feed.writers[0], [event]);
      await expect.poll(() => seen.size, { timeout: 10_000 }).toBe(10);
      await first.stop();
      for (const event of events.slice(10)) await commit(feed.writers[1], [event]);
      expect(await reader.followers()).toMatchObject([{ name: 'copy' }]);
      const second = start();
      await expect.poll(() => seen.size, { timeout: 10_000 }).toBe(20);
      await expect.poll(() => reader.followers(), { timeout: 10_000 }).toMatchObject([{ behind: 0 }]);
      await second.stop();
      expect(seen).toEqual(new Set(idsOf(events)));
    }, 30_000);
  });
}
