import type { Facts, StoredEvent } from '@pugmark/store';
import type { CleanEvent } from './clean.ts';
import { derivedId } from './derived-id.ts';
import type { Agent, Device } from './device.ts';
import type { Marker } from './marks.ts';

export interface Arrival {
  /** Milliseconds by the collector's clock. */
  receivedAt: number;
  /** Milliseconds by the client's clock, if it said so. */
  sentAt?: number;
  /** What the request's User-Agent tells. */
  agent?: Agent;
}

/** Less than this is the way through the network rather than a wrong clock. */
const TOLERATED_SKEW = 2_000;
/** More than this is no skew of a clock that a person looks at: such a `sentAt` corrects nothing. */
const GREATEST_SKEW = 365 * 86_400_000;

/** Platforms whose requests come from something other than the device that the event was tracked on. */
const NOT_A_BROWSER = new Set(['server', 'device']);

/** Gives every event its id, its corrected time, the device that it was tracked on and its marks. */
export function transform(events: CleanEvent[], arrival: Arrival, marks: Marker): StoredEvent[] {
  const skew = clockSkew(arrival);
  const offset = skew === 'absurd' ? 0 : skew;
  const receivedAt = new Date(arrival.receivedAt).toISOString();
  return events.map(({ isTruncated, ...event }) => {
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
      facts: NOT_A_BROWSER.has(event.platform) ? event.facts : withDevice(event.facts, arrival.agent?.device),
      marks: [
        ...marks(event, eventId, time),
        ...(isTruncated ? (['truncated'] as const) : []),
        ...(skew === 'absurd' ? (['absurd_clock'] as const) : []),
        ...(arrival.agent?.isRobot && !NOT_A_BROWSER.has(event.platform) ? (['robot'] as const) : []),
      ],
    };
  });
}

/** What the event says itself counts more; name and version of a system are never mixed from two sources. */
function withDevice(facts: Facts, device: Device = {}): Facts {
  const { deviceType, ...system } = device;
  const known = { ...facts };
  if (deviceType) known.deviceType ??= deviceType;
  return facts.osName || facts.osVersion ? known : { ...known, ...system };
}

/** How far the client's clock is behind the collector's, in milliseconds. */
function clockSkew({ receivedAt, sentAt }: Arrival): number | 'absurd' {
  const skew = sentAt === undefined ? 0 : receivedAt - sentAt;
  if (Math.abs(skew) > GREATEST_SKEW) return 'absurd';
  return Math.abs(skew) > TOLERATED_SKEW ? skew : 0;
}
