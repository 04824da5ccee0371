import fc from 'fast-check';
import type { StoredEvent } from '../event.ts';
import { storedEvent } from './samples.ts';

const START = Date.parse('2026-05-01T00:00:00.000Z');

/** Events of few devices and users; each at a time of its own, for what comes first at the same time is not said. */
export const someEvents: fc.Arbitrary<StoredEvent[]> = fc
  .uniqueArray(
    fc.record({
      minute: fc.nat(400),
      deviceId: fc.constantFrom('d1', 'd2', 'd3', 'server'),
      userId: fc.constantFrom('u1', 'u2', 'd1', undefined, undefined),
    }),
    { selector: ({ minute }) => minute, minLength: 1, maxLength: 25 },
  )
  .map((list) =>
    list.map(({ minute, deviceId, userId }) =>
      storedEvent({
        eventTime: new Date(START + minute * 60_000).toISOString(),
        deviceId,
        ...(userId ? { userId } : {}),
      }),
    ),
  );

/** The person of each event, by its definition and in the plainest way. */
export function personsOf(events: readonly StoredEvent[]): Record<string, string | null> {
  const personOf = ({ userId, deviceId, eventTime }: StoredEvent): string | null => {
    if (userId) return userId;
    if (deviceId === 'server') return null;
    const bindings = events
      .filter((event) => event.deviceId === deviceId && event.userId)
      .sort((a, b) => (a.eventTime < b.eventTime ? -1 : 1));
    const binding = bindings.find((event) => event.eventTime >= eventTime) ?? bindings.at(-1);
    return binding?.userId ?? deviceId;
  };
  return Object.fromEntries(events.map((event) => [event.eventId, personOf(event)]));
}
