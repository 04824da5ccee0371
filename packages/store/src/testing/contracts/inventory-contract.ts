import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idsOfDay } from '../../days.ts';
import type { Store } from '../../ports.ts';
import { storedEvent } from '../samples.ts';
import { idAt } from '../time-ids.ts';
import { batch } from './batch.ts';

const DAY = 86_400_000;

/** What every store must do for those who copy it. */
export function inventoryContract(name: string, open: () => Promise<Store>): void {
  describe(`inventory: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('tells the days that ids tell, and each event in one range, in the order of ids', async () => {
      const second = new Date('2026-05-02T00:00:00.000Z').getTime();
      const times = [second - 1, second, second + DAY - 1, second + 3 * DAY];
      const timed = times.map((time) => storedEvent({ eventId: idAt(time) }));
      const random = storedEvent({ eventId: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa' });
      await store.commit(batch([...timed, random].reverse()));
      expect(await store.days()).toEqual(['2026-05-01', '2026-05-02', '2026-05-05']);
      const ids = async (range: { from: string; to?: string }, after?: string) =>
        (await store.eventsIn(range, { limit: 10, ...(after ? { after } : {}) })).map(
          ({ eventId }) => eventId,
        );
      const [, from = '', to = '', last = ''] = timed.map(({ eventId }) => eventId);
      const day = idsOfDay('2026-05-02');
      expect(await ids(day)).toEqual([from, to]);
      expect(await ids(day, from)).toEqual([to]);
      expect(await store.countIn(day)).toBe(2);
      expect(await ids({ from: idsOfDay('2026-05-05').from })).toEqual([last, random.eventId]);
      expect(await store.eventsIn(day, { limit: 1 })).toEqual([timed[1]]);
    });
  });
}
