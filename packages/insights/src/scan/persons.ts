import type { StoredEvent } from '@pugmark/store';
import type { PersonalEvent } from '../values/operand.ts';

/** Not a device of anybody. */
export const SERVER = 'server';

/**
 * Events in their order (time, number of the stream, arrival), each with its person: its user; else the user of the first
 * binding of its device at or after it; else of the last one before it; else the device.
 *
 * @param arrived All events that there are, in the order of their arrival.
 */
export function orderWithPersons(arrived: readonly StoredEvent[]): PersonalEvent[] {
  const events = arrived
    .map((event, arrival) => ({ event, arrival, time: Date.parse(event.eventTime) }))
    .sort(
      (a, b) =>
        a.time - b.time ||
        (a.event.seq ?? Infinity) - (b.event.seq ?? Infinity) ||
        a.arrival - b.arrival ||
        0,
    )
    .map(({ event }): PersonalEvent => ({ ...event, personId: event.userId ?? null }));
  const isAnonymous = (event: PersonalEvent) => event.userId === undefined && event.deviceId !== SERVER;

  // Backwards for the first binding at or after each, at the same time too; then forwards for those that have none.
  const next = new Map<string, { user: string; time: string }>();
  bindEqualTimes(events, next);
  const last = new Map<string, string>();
  for (const event of events) {
    if (event.userId !== undefined) {
      if (event.deviceId !== SERVER) last.set(event.deviceId, event.userId);
    } else if (isAnonymous(event) && event.personId === null)
      event.personId = last.get(event.deviceId) ?? event.deviceId;
  }
  return events;
}

function bindEqualTimes(events: PersonalEvent[], next: Map<string, { user: string; time: string }>): void {
  let end = events.length;
  while (end > 0) {
    const { eventTime } = events[end - 1] as PersonalEvent;
    let start = end - 1;
    while (start > 0 && (events[start - 1] as PersonalEvent).eventTime === eventTime) start--;
    // First all bindings of the instant, the earliest in order last, so that it stands; then who is bound by them.
    for (let index = end - 1; index >= start; index--) {
      const { deviceId, userId } = events[index] as PersonalEvent;
      if (userId !== undefined && deviceId !== SERVER) next.set(deviceId, { user: userId, time: eventTime });
    }
    for (let index = start; index < end; index++) {
      const event = events[index] as PersonalEvent;
      if (event.userId === undefined && event.deviceId !== SERVER)
        event.personId = next.get(event.deviceId)?.user ?? null;
    }
    end = start;
  }
}
