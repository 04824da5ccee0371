import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../ports.ts';
import { storedEvent } from '../samples.ts';
import { batch } from './batch.ts';

/** What every store knows of the users of a device. */
export function identityContract(name: string, open: () => Promise<Store>): void {
  describe(`identities: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

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
  });
}
