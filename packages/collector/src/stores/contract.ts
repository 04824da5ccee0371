import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storedEvent } from '../testing/samples.ts';
import type { Batch, Store } from './store.ts';

const receivedAt = Date.parse('2026-05-01T08:00:00.000Z');

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
      expect((await store.counts(0))[0]).toMatchObject({ eventName: 'page_view', total: 2 });
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
      expect(await store.counts(minute + 1)).toEqual([
        {
          eventName: 'page_view',
          total: 4,
          lastSeen: new Date(receivedAt + 61_000).toISOString(),
          minutes: [[minute + 1, 2]],
        },
        { eventName: 'search', total: 1, lastSeen: new Date(receivedAt).toISOString(), minutes: [] },
      ]);
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
        },
      ]);
      expect(total).toEqual({
        streams: 1,
        received: 4,
        rejected: 0,
        lost: 2,
        dropped: 2,
        drops: { consent: 1, overflow: 1 },
      });
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
      const rejected = [2, 5, 2].map((seq) => ({ streamId: 's5', seq, eventId: randomUUID() }));
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
      await store.commit(batch([], [], [{ ...number, eventId: event.eventId }]));
      expect((await store.streams(10)).streams[0]).toMatchObject({ received: 2, rejected: 0, lost: 1 });
    });

    it('counts what one batch both stores and rejects as stored', async () => {
      const event = storedEvent({ streamId: 's7', seq: 1 });
      const rejected = [
        { streamId: 's7', seq: 1, eventId: event.eventId },
        { streamId: 's7', seq: 1, eventId: randomUUID() },
      ];
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

    it('links no user to a server, which is no device', async () => {
      await store.commit(batch([storedEvent({ deviceId: 'server', userId: 'u1' })]));
      expect(await store.identities('server')).toEqual([]);
    });

    it('takes large numbers, odd text and quotes as they are', async () => {
      const event = storedEvent({
        eventId: randomUUID(),
        deviceId: `"'; DROP TABLE events; --`,
        streamId: '$1',
        seq: Number.MAX_SAFE_INTEGER,
        properties: { '': '😀', 'a\\b': '\u2028"', big: 1e300, tiny: -5e-324 },
      });
      await store.commit(batch([event]));
      expect(await store.events({ limit: 1 })).toEqual([event]);
    });

    it('commits nothing for an empty batch', async () => {
      expect(await store.commit(batch([]))).toMatchObject({ accepted: 0, duplicates: 0 });
    });
  });
}
