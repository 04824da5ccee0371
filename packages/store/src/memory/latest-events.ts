import type { StoredEvent } from '../event.ts';

/** The latest events, bounded in number and bytes. */
export interface LatestEvents {
  has(eventId: string): boolean;
  /** Adds an event that is not there; forgets the oldest ones for it. */
  add(event: StoredEvent, bytes: number): void;
  /** From the latest to the oldest. */
  newestFirst(): Generator<StoredEvent>;
  /** The events after a position, the oldest first. The first event of all has position 1. */
  after(position: number, limit: number): { event: StoredEvent; position: number }[];
}

interface Slot {
  event: StoredEvent;
  bytes: number;
}

/**
 * A ring: the place of the oldest event is taken by the next. To take the first entry out of a large Map would cost more,
 * the longer it was done.
 */
export function createLatestEvents(bounds: { maxEvents: number; maxBytes: number }): LatestEvents {
  const { maxEvents, maxBytes } = bounds;
  const ids = new Set<string>();
  const ring: (Slot | undefined)[] = [];
  let oldest = 0;
  let count = 0;
  let bytes = 0;
  /** Events that were ever added. */
  let added = 0;

  function forgetOldest(): void {
    const slot = ring[oldest] as Slot;
    ids.delete(slot.event.eventId);
    bytes -= slot.bytes;
    ring[oldest] = undefined;
    oldest = (oldest + 1) % maxEvents;
    count--;
  }

  return {
    has: (eventId) => ids.has(eventId),
    add(event, size) {
      while (count > 0 && (count === maxEvents || bytes + size > maxBytes)) forgetOldest();
      ring[(oldest + count) % maxEvents] = { event, bytes: size };
      ids.add(event.eventId);
      bytes += size;
      count++;
      added++;
    },
    *newestFirst() {
      for (let place = count - 1; place >= 0; place--) {
        const slot = ring[(oldest + place) % maxEvents];
        if (slot) yield slot.event;
      }
    },
    after(position, limit) {
      const forgotten = added - count;
      const found: { event: StoredEvent; position: number }[] = [];
      for (let place = Math.max(0, position - forgotten); place < count && found.length < limit; place++) {
        const slot = ring[(oldest + place) % maxEvents] as Slot;
        found.push({ event: slot.event, position: forgotten + place + 1 });
      }
      return found;
    },
  };
}
