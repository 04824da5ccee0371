import type { StoredEvent } from '../event.ts';
import type { CleanEvent } from './clean.ts';
import { derivedId } from './derived-id.ts';
import type { Marker } from './marks.ts';

export interface Arrival {
  /** Milliseconds by the collector's clock. */
  receivedAt: number;
  /** Milliseconds by the client's clock, if it said so. */
  sentAt?: number;
}

/** Less than this is the way through the network rather than a wrong clock. */
const TOLERATED_SKEW = 2_000;

/** Gives every event its id, its corrected time and its marks. */
export function transform(events: CleanEvent[], arrival: Arrival, marks: Marker): StoredEvent[] {
  const offset = clockOffset(arrival);
  const receivedAt = new Date(arrival.receivedAt).toISOString();
  return events.map((event) => {
    const clientTime = Date.parse(event.eventTime);
    const time = Math.max(0, Math.min(clientTime + offset, arrival.receivedAt));
    const eventId = event.eventId ?? derivedId(event);
    const said = new Date(clientTime).toISOString();
    return {
      ...event,
      eventId,
      eventTime: time === clientTime ? said : new Date(time).toISOString(),
      clientTime: said,
      receivedAt,
      marks: marks(event, eventId, time),
    };
  });
}

/** How far the client's clock is behind the collector's, in milliseconds. */
export function clockOffset({ receivedAt, sentAt }: Arrival): number {
  const offset = sentAt === undefined ? 0 : receivedAt - sentAt;
  return Math.abs(offset) > TOLERATED_SKEW ? offset : 0;
}
