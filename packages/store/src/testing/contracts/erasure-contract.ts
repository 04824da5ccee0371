import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Erasure, Subject } from '../../erasure.ts';
import type { StoredEvent } from '../../event.ts';
import { follow } from '../../feed/follow.ts';
import type { Cursor, Store } from '../../ports.ts';
import { personsOf, someEvents } from '../persons.ts';
import { storedEvent } from '../samples.ts';
import { batch } from './batch.ts';

const idsOf = (events: readonly StoredEvent[]) => events.map(({ eventId }) => eventId).sort();

/** What every store must do when somebody asks for their data, or that it be erased. */
export function erasureContract(name: string, open: () => Promise<Store>): void {
  describe(`erasure: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const stored = async () => idsOf(await store.events({ limit: 1000 }));
    const exported = async (subject: Subject, limit = 3) => {
      const events: StoredEvent[] = [];
      for (let after: string | undefined; ; ) {
        const page = await store.exportPerson(subject, { limit, ...(after ? { after } : {}) });
        events.push(...page.events);
        if (page.next === undefined) return events;
        after = page.next;
      }
    };

    it('removes what the view tells of a person, and nothing of anybody else', async () => {
      await fc.assert(
        fc.asyncProperty(
          someEvents,
          fc.constantFrom('u1', 'u2', 'd1', 'd2', 'd3'),
          async (events, personId) => {
            await store.close();
            store = await open();
            await store.commit(batch(events));
            const persons = personsOf(events);
            const own = idsOf(events.filter(({ eventId }) => persons[eventId] === personId));
            expect(idsOf(await exported({ personId }))).toEqual(own);
            expect((await store.erase({ personId })).removed.events).toBe(own.length);
            expect(await stored()).toEqual(idsOf(events).filter((id) => !own.includes(id)));
            expect(await exported({ personId })).toEqual([]);
            for (const deviceId of ['d1', 'd2', 'd3']) {
              const users = (await store.identities(deviceId)).map(({ userId }) => userId);
              expect(users).not.toContain(personId);
            }
          },
        ),
        { numRuns: 25 },
      );
    });

    it('erases one device, whoever used it', async () => {
      const own = storedEvent({ deviceId: 'd1', userId: 'u1' });
      const other = storedEvent({ deviceId: 'd2', userId: 'u1' });
      const server = storedEvent({ deviceId: 'server', userId: 'u1' });
      await store.commit(batch([own, storedEvent({ deviceId: 'd1' }), other, server]));
      expect(await store.erase({ deviceId: 'd1' })).toEqual({
        erasureId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        erasedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        removed: { events: 2, identities: 1, streams: 0 },
      });
      expect(await stored()).toEqual(idsOf([other, server]));
      expect((await store.erase({ deviceId: 'server' })).removed.events).toBe(0);
      expect(await stored()).toEqual(idsOf([other, server]));
    });

    it('shows nothing as lost, and does not tell any more whose stream it was', async () => {
      const of = (seq: number, userId?: string) =>
        storedEvent({ streamId: 's', seq, deviceId: 'd1', ...(userId ? { userId } : {}) });
      await store.commit(batch([of(1), of(2, 'u1'), of(4, 'u1')]));
      const before = await store.streams(10);
      const { removed } = await store.erase({ personId: 'u1' });
      expect(removed).toEqual({ events: 3, identities: 1, streams: 1 });
      const after = await store.streams(10);
      expect(after).toEqual({
        total: before.total,
        streams: before.streams.map((stream) => ({ ...stream, deviceId: null })),
      });
      expect(after.total).toMatchObject({ received: 3, lost: 1 });
    });

    it('refuses what was tracked before and comes later, and counts its numbers; what is tracked afterwards is kept', async () => {
      const of = (seq: number, changes: Partial<StoredEvent> = {}) =>
        storedEvent({ streamId: 's', seq, deviceId: 'd1', userId: 'u1', ...changes });
      const first = of(1);
      await store.commit(batch([first]));
      const { erasedAt } = await store.erase({ personId: 'u1' });
      const late = of(2, { eventTime: erasedAt });
      const resent = first;
      const elsewhere = of(3, { deviceId: 'd2' });
      const anonymous = storedEvent({ streamId: 's', seq: 4, deviceId: 'd1' });
      const other = storedEvent({ deviceId: 'd2', userId: 'u2' });
      const time = new Date(Date.parse(erasedAt) + 1).toISOString();
      const again = of(5, { eventTime: time });
      const refused = [late, resent, elsewhere, anonymous];
      expect(await store.commit(batch([...refused, other, again]))).toEqual({
        accepted: 2,
        duplicates: 0,
        fresh: new Set([other.eventId, again.eventId]),
        expired: new Set(),
        erased: new Set(refused.map(({ eventId }) => eventId)),
      });
      expect(await stored()).toEqual(idsOf([other, again]));
      const { streams } = await store.streams(10);
      expect(streams.find(({ streamId }) => streamId === 's')).toMatchObject({
        received: 2,
        rejected: 3,
        lost: 0,
      });
    });

    it('may be told twice', async () => {
      await store.commit(batch([storedEvent({ userId: 'u1' })]));
      await store.erase({ personId: 'u1' });
      expect((await store.erase({ personId: 'u1' })).removed).toEqual({
        events: 0,
        identities: 0,
        streams: 0,
      });
      expect((await store.erase({ personId: 'never came' })).removed.events).toBe(0);
    });

    it('leaves a tombstone in the feed, in its order, so that whoever keeps copies erases too', async () => {
      const copy = new Map<string, StoredEvent>();
      const erasures: Erasure[] = [];
      const start = (limit: number) =>
        follow({
          store,
          name: 'copy',
          limit,
          interval: 5,
          handle(events) {
            for (const event of events) copy.set(event.eventId, event);
          },
          erase(erasure) {
            erasures.push(erasure);
            for (const { eventId, userId, deviceId } of copy.values()) {
              const isNamed =
                erasure.eventIds.includes(eventId) ||
                erasure.deviceIds.includes(deviceId) ||
                (userId !== undefined && erasure.userIds.includes(userId));
              if (isNamed) copy.delete(eventId);
            }
          },
        });
      const at = (minute: number) => ({ eventTime: `2026-05-01T07:0${minute}:00.000Z` });
      // Two people use a tablet; what was tracked there before the first of them is the first one's.
      await store.commit(
        batch([
          storedEvent({ deviceId: 'tablet', ...at(1) }),
          storedEvent({ deviceId: 'tablet', userId: 'u1', ...at(2) }),
          storedEvent({ deviceId: 'tablet', ...at(3) }),
          storedEvent({ deviceId: 'tablet', userId: 'u2', ...at(4) }),
          storedEvent({ deviceId: 'phone', ...at(1) }),
          storedEvent({ deviceId: 'phone', userId: 'u1', ...at(2) }),
        ]),
      );
      const first = start(2);
      await expect.poll(() => copy.size, { timeout: 10_000 }).toBe(6);
      await first.stop();
      await store.erase({ personId: 'u1' });
      const later = storedEvent({
        deviceId: 'phone',
        eventTime: new Date(Date.now() + 60_000).toISOString(),
      });
      await store.commit(batch([later]));
      expect((await store.followers())[0]?.behind).toBe(2);
      const second = start(100);
      await expect.poll(() => copy.has(later.eventId), { timeout: 10_000 }).toBe(true);
      await second.stop();
      expect(idsOf([...copy.values()])).toEqual(await stored());
      expect(copy.size).toBe(3);
      expect(erasures).toEqual([
        {
          erasureId: expect.any(String),
          erasedAt: expect.any(String),
          userIds: ['u1'],
          // A device that is called like a user is that person.
          deviceIds: ['phone', 'u1'],
          eventIds: [expect.any(String)],
        },
      ]);
      // Whoever begins afterwards sees the erasure, and nothing of what was erased.
      const all: string[] = [];
      for (let cursor: Cursor | undefined; ; ) {
        const page = await store.read(cursor, 1);
        if (page.kind === 'events' && page.events.length === 0) break;
        all.push(...idsOf(page.events));
        cursor = page.next;
      }
      expect(all.sort()).toEqual(await stored());
    }, 30_000);

    it('erases also what a commit under way brings', async () => {
      const events = Array.from({ length: 40 }, () => storedEvent({ userId: 'u1', deviceId: 'd1' }));
      const commits = events.map((event) => store.commit(batch([event])));
      await store.erase({ personId: 'u1' });
      await Promise.all(commits);
      expect(await stored()).toEqual([]);
    });

    it('tells of somebody page by page, with all identities on the first', async () => {
      const events = Array.from({ length: 5 }, () =>
        storedEvent({ userId: 'u1', identities: { orderId: 'O1' } }),
      );
      await store.commit(batch(events));
      const first = await store.exportPerson({ personId: 'u1' }, { limit: 3 });
      expect(first.events).toHaveLength(3);
      expect(first.identities).toMatchObject([
        { deviceId: 'device-1', userId: 'u1', identities: { orderId: 'O1' } },
      ]);
      const second = await store.exportPerson({ personId: 'u1' }, { limit: 3, after: first.next as string });
      expect(second.next).toBeUndefined();
      expect(second.identities).toEqual([]);
      expect([...first.events, ...second.events].sort((a, b) => (a.eventId < b.eventId ? -1 : 1))).toEqual(
        events.sort((a, b) => (a.eventId < b.eventId ? -1 : 1)),
      );
    });
  });
}
