import { DAY, dayOfId, firstIdOf, isoDay, startOfDay } from '../days.ts';
import type { EventInventory, IdRange } from '../ports.ts';
import type { LatestEvents } from './latest-events.ts';

const FIRST_ID = firstIdOf(Date.parse('2020-01-01T00:00:00Z'));

/** The kept events by their ids. */
export function createMemoryInventory(latest: LatestEvents, now: () => number): EventInventory {
  const inRange = ({ from, to }: IdRange) =>
    [...latest.newestFirst()]
      .filter(({ eventId }) => eventId >= from && (to === undefined || eventId < to))
      .sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
  return {
    async days() {
      const events = inRange({ from: FIRST_ID, to: firstIdOf(startOfDay(now()) + 9 * DAY) });
      const timed = events.filter(({ eventId }) => /^.{14}[78]/.test(eventId));
      return [...new Set(timed.map(({ eventId }) => isoDay(dayOfId(eventId))))];
    },
    eventsIn: async (range, { after, limit }) =>
      inRange(range)
        .filter(({ eventId }) => after === undefined || eventId > after)
        .slice(0, limit),
    countIn: async (range) => inRange(range).length,
  };
}
