import type { Erasure } from '../erasure.ts';
import type { StoredEvent } from '../event.ts';

/** The latest events, bounded in number and bytes, and the erasures among them. */
export interface LatestEvents {
  has(eventId: string): boolean;
  /** What the events take, in characters of JSON. */
  bytes(): number;
  /** Adds an event that is not there; forgets the oldest ones for it. */
  add(event: StoredEvent, bytes: number): void;
  /** Takes events out, wherever they are; returns how many. */
  remove(isGone: (event: StoredEvent) => boolean): number;
  /** Notes in the order of events that some were erased. */
  addErasure(erasure: Erasure): void;
  /** From the latest to the oldest. */
  newestFirst(): Generator<StoredEvent>;
  /** What stands after a position, the oldest first. The first of all has position 1. */
  after(position: number, limit: number): Entry[];
}

export type Entry = { position: number } & (
  | { kind: 'event'; event: StoredEvent }
  | { kind: 'erasure'; erasure: Erasure }
);

type Slot =
  | { kind: 'event'; event: StoredEvent; bytes: number }
  | { kind: 'erasure'; erasure: Erasure; bytes: number }
  /** Of an event that was taken out. */
  | { kind: 'hole'; bytes: 0 };

const HOLE: Slot = { kind: 'hole', bytes: 0 };

/**
 * A ring: the place of the oldest event is taken by the next. To take the first entry out of a large Map would cost more,
 * the longer it was done.
 */
export function createLatestEvents(bounds: { maxEvents: number; maxBytes: number }): LatestEvents {
  const { maxEvents, maxBytes } = bounds;
  const ids = new Set<string>();
  const ring: Slot[] = [];
  let oldest = 0;
  let count = 0;
  let bytes = 0;
  /** Slots that were ever filled. */
  let added = 0;

  const slotAt = (place: number) => ring[(oldest + place) % maxEvents] as Slot;

  function empty(place: number): void {
    const slot = slotAt(place);
    if (slot.kind === 'event') ids.delete(slot.event.eventId);
    bytes -= slot.bytes;
    ring[(oldest + place) % maxEvents] = HOLE;
  }

  function append(slot: Slot): void {
    while (count > 0 && (count === maxEvents || bytes + slot.bytes > maxBytes)) {
      empty(0);
      oldest = (oldest + 1) % maxEvents;
      count--;
    }
    ring[(oldest + count) % maxEvents] = slot;
    bytes += slot.bytes;
    count++;
    added++;
  }

  return {
    has: (eventId) => ids.has(eventId),
    bytes: () => bytes,
    add(event, size) {
      append({ kind: 'event', event, bytes: size });
      ids.add(event.eventId);
    },
    remove(isGone) {
      let removed = 0;
      for (let place = 0; place < count; place++) {
        const slot = slotAt(place);
        if (slot.kind !== 'event' || !isGone(slot.event)) continue;
        empty(place);
        removed++;
      }
      return removed;
    },
    addErasure: (erasure) => append({ kind: 'erasure', erasure, bytes: JSON.stringify(erasure).length }),
    *newestFirst() {
      for (let place = count - 1; place >= 0; place--) {
        const slot = slotAt(place);
        if (slot.kind === 'event') yield slot.event;
      }
    },
    after(position, limit) {
      const forgotten = added - count;
      const found: Entry[] = [];
      for (let place = Math.max(0, position - forgotten); place < count && found.length < limit; place++) {
        const slot = slotAt(place);
        const at = { position: forgotten + place + 1 };
        if (slot.kind === 'event') found.push({ ...at, kind: 'event', event: slot.event });
        if (slot.kind === 'erasure') found.push({ ...at, kind: 'erasure', erasure: slot.erasure });
      }
      return found;
    },
  };
}
