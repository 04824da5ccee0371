import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../ports.ts';
import type { NewRejectedEvent } from '../../rejections.ts';

function rejectedEvent(changes: Partial<NewRejectedEvent> = {}): NewRejectedEvent {
  return {
    receivedAt: new Date().toISOString(),
    sentAt: null,
    code: 'off_plan',
    message: 'properties.amount: must be a number',
    app: 'shop',
    eventName: 'order_paid',
    deviceId: 'd1',
    userId: 'u1',
    body: JSON.stringify({ eventName: 'order_paid', text: 'NUL \0 and half a pair \ud83d' }),
    ...changes,
  };
}

/** What every store must do with events that were rejected. */
export function rejectionContract(name: string, open: () => Promise<Store>): void {
  describe(`rejected events: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const bodies = async () => (await store.rejectedEvents({ limit: 100 })).map(({ body }) => body);

    it('keeps them as they came, the latest first, and finds them by reason', async () => {
      const sentAt = new Date().toISOString();
      const first = rejectedEvent({ sentAt });
      const second = rejectedEvent({ code: 'invalid_name', eventName: null, deviceId: null, userId: null });
      await store.keepRejected([first]);
      await store.keepRejected([second]);
      const kept = await store.rejectedEvents({ limit: 10 });
      expect(kept).toEqual([
        { ...second, rejectedId: expect.any(String) },
        { ...first, rejectedId: expect.any(String) },
      ]);
      expect(await store.rejectedEvents({ limit: 10, code: 'off_plan' })).toEqual([kept[1]]);
      expect(await store.rejectedEvents({ limit: 1 })).toEqual([kept[0]]);
      const { rejectedId = '' } = kept[0] ?? {};
      expect(await store.rejectedEvents({ limit: 10, before: rejectedId })).toEqual([kept[1]]);
      await store.forgetRejected([rejectedId]);
      expect(await store.rejectedEvents({ limit: 10 })).toEqual([kept[1]]);
    });

    it('keeps a bounded number of them, for a bounded time', async () => {
      const old = new Date(Date.now() - 8 * 86_400_000).toISOString();
      await store.keepRejected([rejectedEvent({ receivedAt: old, body: '"old"' })]);
      await store.keepRejected([rejectedEvent({ body: '"new"' })]);
      expect(await bodies()).toEqual(['"new"']);
      const many = Array.from({ length: 3000 }, (_, i) => rejectedEvent({ body: String(i) }));
      for (let round = 0; round < 4; round++) await store.keepRejected(many);
      const all = await store.rejectedEvents({ limit: 100_000 });
      expect(all).toHaveLength(10_000);
      expect(all[0]?.body).toBe('2999');
    });

    it('removes those of a person or device that is erased', async () => {
      const of = (changes: Partial<NewRejectedEvent>) =>
        rejectedEvent({ body: JSON.stringify(changes), ...changes });
      await store.keepRejected([
        of({ userId: 'u1', deviceId: 'd9' }),
        of({ userId: null, deviceId: 'd1' }),
        of({ userId: 'u2', deviceId: 'd2' }),
        of({ userId: null, deviceId: null }),
      ]);
      await store.erase({ personId: 'u1' });
      await store.erase({ deviceId: 'd1' });
      expect(await bodies()).toEqual(['{"userId":null,"deviceId":null}', '{"userId":"u2","deviceId":"d2"}']);
    });
  });
}
