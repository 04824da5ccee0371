import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../ports.ts';
import { storedEvent } from '../samples.ts';
import { idAt } from '../time-ids.ts';
import { batch } from './batch.ts';

/** What every store must do when it gives up what is too old. */
export function retentionContract(name: string, open: () => Promise<Store>): void {
  describe(`retention: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const at = (time: string, changes = {}) =>
      storedEvent({
        eventId: idAt(Date.parse(time)),
        eventTime: time,
        clientTime: time,
        receivedAt: time,
        ...changes,
      });
    const day = '2026-05-01T00:00:00.000Z';
    const before = '2026-04-30T23:59:59.999Z';

    it('removes the days before, with their streams and identities, and keeps the rest', async () => {
      const old = at(before, { deviceId: 'd1', userId: 'u1', streamId: 's1', seq: 1 });
      const young = at(day, { deviceId: 'd2', userId: 'u2', streamId: 's2', seq: 1 });
      // The device is used on, so that its binding still tells whose its events are.
      const binding = at(before, { deviceId: 'd3', userId: 'u3' });
      const anonymous = at(day, { deviceId: 'd3' });
      await store.commit({ ...batch([old, binding]), receivedAt: Date.parse(before) });
      await store.commit({ ...batch([young, anonymous]), receivedAt: Date.parse(day) });
      await store.prune(new Date('2026-05-01T07:00:00.000Z'));
      const kept = await store.events({ limit: 10 });
      expect(kept.map(({ eventId }) => eventId).sort()).toEqual([young.eventId, anonymous.eventId].sort());
      expect((await store.streams(10)).streams.map(({ streamId }) => streamId)).toEqual(['s2']);
      expect((await store.streams(10)).total).toMatchObject({ streams: 2, received: 2 });
      expect(await store.identities('d1')).toEqual([]);
      expect(await store.identities('d2')).toHaveLength(1);
      expect(await store.identities('d3')).toHaveLength(1);
    });

    it('refuses what is older when it comes again, and counts its number', async () => {
      const old = at(before, { streamId: 's', seq: 1 });
      await store.commit(batch([old]));
      await store.prune(new Date(day));
      // Never goes back.
      await store.prune(new Date('2026-04-20T00:00:00.000Z'));
      expect(await store.commit(batch([old, at(day, { streamId: 's', seq: 2 })]))).toMatchObject({
        accepted: 1,
        duplicates: 0,
        expired: new Set([old.eventId]),
      });
      const [stream] = (await store.streams(10)).streams;
      expect(stream).toMatchObject({ lost: 0 });
    });

    it('keeps what a follower has not read yet', async () => {
      if (name === 'memory') return;
      await store.commit(batch([at(before), at(before)]));
      const { next } = await store.read(undefined, 1);
      await store.moveFollower('copy', undefined, next);
      await store.prune(new Date(day));
      const { events, next: end } = await store.read(next, 10);
      expect(events).toHaveLength(1);
      await store.moveFollower('copy', next, end);
      await store.prune(new Date(day));
      expect(await store.events({ limit: 10 })).toEqual([]);
    });
  });
}
