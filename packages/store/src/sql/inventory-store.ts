import { DAY, dayOfId, firstIdOf, isoDay, startOfDay } from '../days.ts';
import type { EventInventory } from '../ports.ts';
import type { SqlQuery } from './client.ts';
import { type EventRow, toEvent } from './columns.ts';
import { COUNT_IN_RANGE, READ_FIRST_ID, READ_IN_RANGE } from './inventory.ts';

const FIRST_DAY = Date.parse('2020-01-01T00:00:00Z');

/** All events by their ids, over any PostgreSQL. */
export function createInventory(client: SqlQuery, now: () => number): EventInventory {
  return {
    async days() {
      const end = firstIdOf(startOfDay(now()) + 9 * DAY);
      const days: string[] = [];
      // From day to day, each by one look at the index.
      for (let day = FIRST_DAY; ; day += DAY) {
        const [row] = await client.query<{ event_id: string }>(READ_FIRST_ID, [firstIdOf(day), end]);
        if (!row) return days;
        day = dayOfId(row.event_id);
        days.push(isoDay(day));
      }
    },
    async eventsIn({ from, to }, { after, limit }) {
      const rows = await client.query<EventRow>(READ_IN_RANGE, [from, to ?? null, after ?? null, limit]);
      return rows.map(toEvent);
    },
    async countIn({ from, to }) {
      const [row] = await client.query<{ count: number }>(COUNT_IN_RANGE, [from, to ?? null]);
      return row?.count ?? 0;
    },
  };
}
