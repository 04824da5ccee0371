import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnstorableError } from '../../errors.ts';
import type { Batch, Store } from '../../ports.ts';
import { storedEvent } from '../samples.ts';

const receivedAt = Date.parse('2026-05-01T08:00:00.000Z');
const all = { sinceMinute: 0, offset: 0, limit: 200 };

function batch(
  events: Batch['events'],
  dropped: Batch['dropped'] = [],
  rejected: Batch['rejected'] = [],
): Batch {
  return { events, dropped, rejected, receivedAt };
}

/** What every store must do, whatever it is made of. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`store contract: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('gives an event back as it was stored', async () => {
      const event = storedEvent({
        userId: '用户-1',
        identities: { escortId: 'E7' },
        streamId: 's',
        seq: 3,
        priority: 'P0',
        marks: ['suspect_batch'],
        plan: [{ path: 'properties.amount', message: 'is required, is missing' }],
      });
      await store.commit(batch([event]));
      expect(await store.events({ limit: 10 })).toEqual([event]);
    });

    it('stores an event once, however often it is sent', async () => {
      const event = storedEvent();
      expect(await store.commit(batch([event]))).toMatchObject({ accepted: 1, duplicates: 0 });
      expect(await store.commit(batch([event, event]))).toMatchObject({ accepted: 0, duplicates: 2 });
      expect(await store.events({ limit: 10 })).toHaveLength(1);
    });

    it('counts an event that stands twice in one batch as one and a duplicate', async () => {
      const event = storedEvent();
      const result = await store.commit(batch([event, storedEvent(), event]));
      expect(result).toMatchObject({ accepted: 2, duplicates: 1 });
      expect(result.fresh.has(event.eventId)).toBe(true);
      expect((await store.counts(all)).events[0]).toMatchObject({ eventName: 'page_view', total: 2 });
    });

    it('finds the latest events by name, device and user', async () => {
      const wanted = storedEvent({ eventName: 'order_paid', deviceId: 'd2', userId: 'u2' });
      await store.commit(batch([storedEvent(), wanted, storedEvent()]));
      const last = storedEvent();
      await store.commit(batch([last]));
      for (const filter of [{ name: 'order_paid' }, { device: 'd2' }, { user: 'u2' }]) {
        expect(await store.events({ ...filter, limit: 10 })).toEqual([wanted]);
      }
      expect(await store.events({ user: 'nobody', limit: 10 })).toEqual([]);
      expect(await store.events({ limit: 1 })).toEqual([last]);
    });

    it('counts by name and minute of receipt', async () => {
      const minute = receivedAt / 60_000;
      const at = (offset: number) => ({ receivedAt: new Date(receivedAt + offset).toISOString() });
      await store.commit(batch([storedEvent(at(0)), storedEvent(at(59_000)), storedEvent(at(60_000))]));
      await store.commit(batch([storedEvent(at(61_000)), storedEvent({ eventName: 'search' })]));
      expect(await store.counts({ ...all, sinceMinute: minute + 1 })).toEqual({
        total: 5,
        names: 2,
        minutes: [[minute + 1, 2]],
        events: [
          {
            eventName: 'page_view',
            total: 4,
            lastSeen: new Date(receivedAt + 61_000).toISOString(),
            minutes: [[minute + 1, 2]],
          },
          { eventName: 'search', total: 1, lastSeen: new Date(receivedAt).toISOString(), minutes: [] },
        ],
      });
    });

    it('sums over all names, however many are told', async () => {
      const names = Array.from({ length: 150 }, (_, i) => `name_${String(i).padStart(3, '0')}`);
      await store.commit(batch(names.map((eventName) => storedEvent({ eventName }))));
      const first = await store.counts({ ...all, limit: 100 });
      const second = await store.counts({ ...all, offset: 100, limit: 100 });
      for (const page of [first, second]) {
        expect(page).toMatchObject({ total: 150, names: 150, minutes: [[receivedAt / 60_000, 150]] });
      }
      expect([...first.events, ...second.events].map(({ eventName }) => eventName)).toEqual(names);
      expect(second.events[0]?.minutes).toEqual([[receivedAt / 60_000, 1]]);
    });

    it('counts under "other" what has too many new names in a minute', async () => {
      const invented = Array.from({ length: 300 }, (_, i) => storedEvent({ eventName: `invented_${i}` }));
      await store.commit(batch(invented));
      await store.commit(batch([storedEvent({ eventName: 'invented_7' })]));
      const { total, names, events } = await store.counts(all);
      expect({ total, names }).toEqual({ total: 301, names: 201 });
      expect(events.slice(0, 2).map(({ eventName, total: count }) => [eventName, count])).toEqual([
        ['other', 100],
        ['invented_7', 2],
      ]);
      // The events keep their names.
      expect(await store.events({ name: 'invented_299', limit: 10 })).toHaveLength(1);
    });

    it('finds by platform and by part of a name, an id or a property, in whatever case, and what came before', async () => {
      const events = [
        storedEvent({ platform: 'miniapp', properties: { title: '100%_Cotton' } }),
        storedEvent({ userId: 'Anna-7' }),
        storedEvent({ eventName: 'order_paid', properties: { title: '100 cotton' } }),
      ];
      await store.commit(batch(events));
      const found = async (filter: object) =>
        (await store.events({ ...filter, limit: 10 })).map((event) =>
          events.indexOf(events.find(({ eventId }) => eventId === event.eventId) as never),
        );
      expect(await found({ platform: 'miniapp' })).toEqual([0]);
      expect(await found({ text: 'COTTON' })).toEqual([2, 0]);
      // As it stands, not as a pattern.
      expect(await found({ text: '0%_c' })).toEqual([0]);
      expect(await found({ text: 'anna' })).toEqual([1]);
      expect(await found({ text: 'nothing like it' })).toEqual([]);
      expect(await found({ before: events[2]?.eventId })).toEqual([1, 0]);
      expect(await found({ before: events[2]?.eventId, text: 'cotton' })).toEqual([0]);
      expect(await found({ before: randomUUID() })).toEqual([]);
    });

    it('refuses what it can never keep, and nothing else of the batch is there then', async () => {
      const unstorable: Batch[] = [
        batch([storedEvent(), storedEvent({ properties: { 'a\0b': 1 } })]),
        batch([storedEvent(), storedEvent({ userId: 'half \ud83d' })]),
        batch([storedEvent(), storedEvent({ plan: [{ path: 'x\udc00', message: '' }] })]),
        batch([storedEvent(), storedEvent({ eventTime: '+010000-01-01T00:00:00.000Z' })]),
        batch([storedEvent()], [{ streamId: 'a\0', reason: 'overflow', count: 1 }]),
        batch([storedEvent()], [], [{ streamId: '\ud800', seq: 1 }]),
      ];
      for (const bad of unstorable) await expect(store.commit(bad)).rejects.toBeInstanceOf(UnstorableError);
      expect(await store.events({ limit: 10 })).toEqual([]);
      const escaped = storedEvent({ properties: { text: '\\u0000 \\\\ud800' } });
      await store.commit(batch([escaped]));
      expect(await store.events({ limit: 10 })).toEqual([escaped]);
    });

    it('finds the gaps of a stream, exactly, under duplicates and reported drops', async () => {
      const numbered = [1, 2, 4, 8].map((seq) => storedEvent({ streamId: 's1', seq }));
      const drops: Batch['dropped'] = [
        { streamId: 's1', reason: 'overflow', count: 1 },
        { streamId: 's1', reason: 'consent', count: 1 },
      ];
      await store.commit(batch(numbered, drops));
      await store.commit(batch(numbered, drops));
      const { total, streams } = await store.streams(10);
      expect(streams).toEqual([
        {
          streamId: 's1',
          deviceId: 'device-1',
          platform: 'h5',
          firstSeen: '2026-05-01T08:00:00.000Z',
          lastSeen: '2026-05-01T08:00:00.000Z',
          maxSeq: 8,
          received: 4,
          rejected: 0,
          dropped: 2,
          drops: { consent: 1, overflow: 1 },
          lost: 2,
          gaps: [
            [3, 3],
            [5, 7],
          ],
          marks: [],
        },
      ]);
      expect(total).toEqual({
        streams: 1,
        received: 4,
        rejected: 0,
        lost: 2,
        dropped: 2,
        drops: { consent: 1, overflow: 1 },
        contradictions: 0,
      });
    });

    it('takes reports of dropped numbers from whoever sends them, however often', async () => {
      const drops: Batch['dropped'] = [
        {
          streamId: 's',
          reason: 'overflow',
          ranges: [
            [2, 3],
            [7, 7],
          ],
        },
        {
          streamId: 's',
          reason: 'expired',
          ranges: [
            [5, 5],
            [7, 8],
          ],
        },
      ];
      const numbered = [1, 4, 9].map((seq) => storedEvent({ streamId: 's', seq }));
      await store.commit(batch(numbered, drops));
      await store.commit(batch([], drops.slice(1)));
      const { streams, total } = await store.streams(10);
      expect(streams).toMatchObject([
        {
          maxSeq: 9,
          received: 3,
          dropped: 5,
          drops: { overflow: 3, expired: 2 },
          lost: 1,
          gaps: [[6, 6]],
          marks: [],
        },
      ]);
      expect(total).toMatchObject({ dropped: 5, drops: { overflow: 3, expired: 2 }, lost: 1 });
      // It was not lost after all, and one of the others was stored before the tracker gave it up.
      await store.commit(batch([6, 5].map((seq) => storedEvent({ streamId: 's', seq }))));
      expect((await store.streams(10)).streams).toMatchObject([
        { received: 5, dropped: 4, lost: 0, gaps: [], marks: ['dropped_but_stored'] },
      ]);
      expect((await store.streams(10)).total).toMatchObject({
        received: 5,
        dropped: 4,
        lost: 0,
        contradictions: 1,
      });
    });

    it('counts numbers, not events, and marks what contradicts itself', async () => {
      const event = (seq: number, changes: object = {}) => storedEvent({ streamId: 's', seq, ...changes });
      await store.commit(batch([event(1), event(10)]));
      await store.commit(batch(Array.from({ length: 8 }, () => event(1))));
      await store.commit(batch([event(2, { deviceId: 'another' }), event(Number.MAX_SAFE_INTEGER)]));
      await store.commit(
        batch(
          [],
          [],
          [1, 2, 10].map((seq) => ({ streamId: 's', seq })),
        ),
      );
      await store.commit(batch([], [{ streamId: 's', reason: 'overflow', count: 2 ** 53 - 1 }]));
      const { streams } = await store.streams(10);
      expect(streams).toMatchObject([
        {
          maxSeq: 10,
          received: 3,
          rejected: 0,
          lost: 0,
          gaps: [[3, 9]],
          marks: ['dropped_more_than_missing', 'jump', 'number_reused', 'several_devices'],
        },
      ]);
    });

    it('keeps the highest of the running totals of drops, in whatever order they come', async () => {
      for (const count of [3, 7, 5]) {
        await store.commit(batch([], [{ streamId: 's2', reason: 'expired', count }]));
      }
      expect((await store.streams(10)).streams[0]).toMatchObject({ dropped: 7, lost: 0, received: 0 });
    });

    it('counts who dropped for itself: the highest of each, and these add up', async () => {
      const report = (count: number, by?: string): Batch['dropped'] => [
        { streamId: 's4', reason: 'expired', count, ...(by === undefined ? {} : { by }) },
      ];
      await store.commit(batch([storedEvent({ streamId: 's4', seq: 20 })], report(3)));
      await store.commit(batch([], [...report(4, 'heir-1'), ...report(2, 'heir-1'), ...report(5, 'heir-2')]));
      await store.commit(batch([], [...report(1), ...report(3, 'heir-1')]));
      await store.commit(batch([], [{ streamId: 's4', reason: 'overflow', count: 1, by: 'heir-1' }]));
      const { total, streams } = await store.streams(10);
      // The heirs are no streams of their own until they send.
      expect(streams).toHaveLength(1);
      expect(streams[0]).toMatchObject({ dropped: 13, lost: 6, drops: { expired: 12, overflow: 1 } });
      expect(total).toMatchObject({ streams: 1, dropped: 13, drops: { expired: 12, overflow: 1 } });
    });

    it('counts a rejected number once, however often and beside whatever it comes again', async () => {
      const rejected = [2, 5, 2].map((seq) => ({ streamId: 's5', seq }));
      await store.commit(batch([storedEvent({ streamId: 's5', seq: 1 })], [], rejected));
      await store.commit(batch([], [], rejected));
      await store.commit(batch([storedEvent({ streamId: 's5', seq: 3 })], [], rejected.slice(1)));
      const { total, streams } = await store.streams(10);
      // The highest number was rejected; 4 is lost.
      expect(streams).toMatchObject([{ maxSeq: 5, received: 2, rejected: 2, dropped: 0, lost: 1 }]);
      expect(total).toMatchObject({ streams: 1, received: 2, rejected: 2, lost: 1 });
    });

    it('keeps the rejected numbers of each stream apart, also where nothing else is known of it', async () => {
      const rejected = ['a', 'b', 'a 1'].map((streamId) => ({ streamId, seq: 1 }));
      await store.commit(batch([], [], [...rejected, { streamId: 'a', seq: 2 }]));
      const { total, streams } = await store.streams(10);
      const counts = Object.fromEntries(streams.map((stream) => [stream.streamId, stream.rejected]));
      expect(counts).toEqual({ a: 2, b: 1, 'a 1': 1 });
      expect(streams[0]).toMatchObject({
        deviceId: null,
        lastSeen: '2026-05-01T08:00:00.000Z',
        received: 0,
        lost: 0,
      });
      expect(total).toMatchObject({ streams: 3, rejected: 4, lost: 0 });
    });

    it('no longer counts a rejected number when its event is stored after all', async () => {
      const number = { streamId: 's6', seq: 3 };
      const event = storedEvent(number);
      await store.commit(batch([storedEvent({ streamId: 's6', seq: 1 })], [], [number]));
      await store.commit(batch([event]));
      await store.commit(batch([event]));
      expect((await store.streams(10)).streams[0]).toMatchObject({ received: 2, rejected: 0, lost: 1 });
      // And is no rejection again, when a stricter plan meets it once more.
      await store.commit(batch([], [], [number]));
      expect((await store.streams(10)).streams[0]).toMatchObject({ received: 2, rejected: 0, lost: 1 });
    });

    it('counts what one batch both stores and rejects as stored', async () => {
      const event = storedEvent({ streamId: 's7', seq: 1 });
      const rejected = [{ streamId: 's7', seq: 1 }];
      await store.commit(batch([event], [], rejected));
      expect((await store.streams(10)).streams[0]).toMatchObject({ received: 1, rejected: 0, lost: 0 });
    });

    it('never calls a stream negative when more was reported than is missing', async () => {
      await store.commit(
        batch([storedEvent({ streamId: 's3', seq: 1 })], [{ streamId: 's3', reason: 'plugin', count: 9 }]),
      );
      expect((await store.streams(10)).total.lost).toBe(0);
    });

    it('sums the loss of each stream, also of those that are not listed', async () => {
      for (const streamId of ['a', 'b', 'c']) await store.commit(batch([storedEvent({ streamId, seq: 5 })]));
      const { total, streams } = await store.streams(1);
      expect(streams).toHaveLength(1);
      expect(total).toMatchObject({ streams: 3, received: 3, lost: 12 });
    });

    it('keeps which user a device belongs to, so that anonymous history joins', async () => {
      const at = (minute: number) => ({ eventTime: `2026-05-01T07:0${minute}:00.000Z` });
      await store.commit(batch([storedEvent({ userId: 'u1', identities: { escortId: 'E1' }, ...at(2) })]));
      await store.commit(
        batch([
          storedEvent({ userId: 'u1', identities: { orderId: 'O1' }, ...at(5) }),
          storedEvent({ userId: 'u1', ...at(1) }),
          storedEvent(),
        ]),
      );
      expect(await store.identities('device-1')).toEqual([
        {
          deviceId: 'device-1',
          userId: 'u1',
          identities: { escortId: 'E1', orderId: 'O1' },
          firstSeen: '2026-05-01T07:01:00.000Z',
          lastSeen: '2026-05-01T07:05:00.000Z',
        },
      ]);
    });

    it('keeps of identities what was seen first, and no more than a bounded number', async () => {
      const many = (prefix: string, count: number) =>
        Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, 'x']));
      await store.commit(batch([storedEvent({ userId: 'u1', identities: { orderId: 'first' } })]));
      await store.commit(
        batch([storedEvent({ userId: 'u1', identities: { orderId: 'stranger', ...many('a', 20) } })]),
      );
      await store.commit(batch([storedEvent({ userId: 'u1', identities: many('b', 20) })]));
      const [link] = await store.identities('device-1');
      expect(link?.identities.orderId).toBe('first');
      expect(Object.keys(link?.identities ?? {})).toHaveLength(32);
      expect(Object.keys(link?.identities ?? {}).filter((key) => key.startsWith('a'))).toHaveLength(20);
      for (let round = 0; round < 3; round++) {
        const users = Array.from({ length: 60 }, (_, i) => storedEvent({ userId: `user-${round}-${i}` }));
        await store.commit(batch(users));
      }
      const links = await store.identities('device-1');
      expect(links).toHaveLength(100);
      expect(links.map(({ userId }) => userId)).toContain('u1');
      // Who is linked already goes on.
      const later = '2026-05-01T09:00:00.000Z';
      await store.commit(batch([storedEvent({ userId: 'u1', eventTime: later })]));
      expect((await store.identities('device-1')).at(-1)).toMatchObject({ userId: 'u1', lastSeen: later });
    });

    it('links no user to a server, which is no device', async () => {
      await store.commit(batch([storedEvent({ deviceId: 'server', userId: 'u1' })]));
      expect(await store.identities('server')).toEqual([]);
    });

    it('takes large numbers, odd text and quotes as they are', async () => {
      const event = storedEvent({
        eventId: randomUUID(),
        deviceId: `"'; DROP TABLE events; --`,
        streamId: '$1',
        seq: Number.MAX_SAFE_INTEGER - 1,
        properties: { '': '😀', 'a\\b': '\u2028"', big: 1e300, tiny: -5e-324 },
      });
      await store.commit(batch([event]));
      expect(await store.events({ limit: 1 })).toEqual([event]);
    });

    it('answers questions over events, and lets nobody change anything by them', async () => {
      const events = [0, 1, 2].map((hour) =>
        storedEvent({ eventTime: `2026-05-01T0${hour}:00:00.000Z`, userId: 'u' }),
      );
      await store.commit(batch(events));
      const { source } = store;
      if ('scan' in source) {
        const found: string[] = [];
        const [from, to] = [new Date('2026-05-01T01:00:00Z'), new Date('2026-05-01T02:00:00Z')];
        for await (const { eventId } of source.scan(from, to)) found.push(eventId);
        expect(found).toEqual([events[1]?.eventId]);
        return;
      }
      const counted = await source.sql.query({
        text: 'SELECT person_id, count(*)::float8 AS count FROM pugmark_events_v1 WHERE event_time >= $1 GROUP BY 1',
        params: ['2026-05-01T01:00:00Z'],
      });
      expect(counted).toEqual([{ person_id: 'u', count: 2 }]);
      await expect(source.sql.query({ text: 'DELETE FROM events', params: [] })).rejects.toThrow('read-only');
      expect(await store.events({ limit: 10 })).toHaveLength(3);
    });

    it('commits nothing for an empty batch', async () => {
      expect(await store.commit(batch([]))).toMatchObject({ accepted: 0, duplicates: 0 });
    });
  });
}
