import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnstorableError } from '../../errors.ts';
import type { Batch, Store } from '../../ports.ts';
import { storedEvent } from '../samples.ts';
import { batch, receivedAt } from './batch.ts';

const all = { sinceMinute: 0, offset: 0, limit: 200 };

/** What every store does with events. */
export function eventContract(name: string, open: () => Promise<Store>): void {
  describe(`events: ${name}`, () => {
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

    it('finds by session, stream, property and what the plan found wrong, alone and together', async () => {
      const events = [
        storedEvent({ sessionId: 's1', streamId: 't1', properties: { price: 7, 'a.b': null } }),
        storedEvent({
          sessionId: 's1',
          properties: { price: '7' },
          plan: [{ path: 'x', message: 'is odd' }],
        }),
        storedEvent({
          sessionId: 's2',
          streamId: 't1',
          deviceId: 'd2',
          properties: { price: 70, list: [7] },
        }),
      ];
      await store.commit(batch(events));
      const found = async (filter: object) =>
        (await store.events({ ...filter, limit: 10 })).map(({ eventId }) =>
          events.findIndex((event) => event.eventId === eventId),
        );
      expect(await found({ session: 's1' })).toEqual([1, 0]);
      expect(await found({ stream: 't1' })).toEqual([2, 0]);
      expect(await found({ session: 's1', device: 'd2' })).toEqual([]);
      expect(await found({ property: { name: 'price' } })).toEqual([2, 1, 0]);
      expect(await found({ property: { name: 'price', values: ['7'] } })).toEqual([1]);
      expect(await found({ property: { name: 'price', values: ['7', 7] } })).toEqual([1, 0]);
      expect(await found({ property: { name: 'a.b', values: ['null', null] } })).toEqual([0]);
      expect(await found({ property: { name: 'a.b' } })).toEqual([0]);
      expect(await found({ property: { name: 'list', values: [7] } })).toEqual([]);
      expect(await found({ property: { name: 'toString' } })).toEqual([]);
      expect(await found({ property: { name: `'"$1`, values: [`'"`] } })).toEqual([]);
      expect(await found({ faulty: true })).toEqual([1]);
      expect(await found({ faulty: true, stream: 't1' })).toEqual([]);
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
