import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Batch, Store } from '../../ports.ts';
import { storedEvent } from '../samples.ts';
import { batch, receivedAt } from './batch.ts';

/** What every store knows of the numbers of streams. */
export function streamContract(name: string, open: () => Promise<Store>): void {
  describe(`streams: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

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

    it('sums by platform what was heard of lately', async () => {
      const of = (streamId: string, seq: number, platform: string) =>
        storedEvent({ streamId, seq, platform });
      await store.commit(batch([of('a', 3, 'h5'), of('b', 1, 'h5'), of('c', 2, 'miniapp')]));
      expect(await store.platforms(new Date(receivedAt))).toEqual([
        { platform: 'h5', streams: 2, received: 2, rejected: 0, lost: 2, dropped: 0 },
        { platform: 'miniapp', streams: 1, received: 1, rejected: 0, lost: 1, dropped: 0 },
      ]);
      expect(await store.platforms(new Date(receivedAt + 1))).toEqual([]);
      expect(await store.size?.()).toBeGreaterThan(0);
    });

    it('sums the loss of each stream, also of those that are not listed', async () => {
      for (const streamId of ['a', 'b', 'c']) await store.commit(batch([storedEvent({ streamId, seq: 5 })]));
      const { total, streams } = await store.streams(1);
      expect(streams).toHaveLength(1);
      expect(total).toMatchObject({ streams: 3, received: 3, lost: 12 });
    });
  });
}
