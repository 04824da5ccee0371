import type { Facts, Mark, StoredEvent } from '@pugmark/store';
import type { CleanEvent } from './clean.ts';
import { derivedId } from './derived-id.ts';
import type { Agent, Device } from './device.ts';
import type { Marker } from './marks.ts';
import { parseWritten } from './time.ts';

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
  const { device = {}, isRobot = false } = arrival.agent ?? {};
  return events.map((event): StoredEvent => {
    const written = parseWritten(event.eventTime);
    const clientTime = written ?? Date.parse(event.eventTime);
    const said = written === undefined ? new Date(clientTime).toISOString() : event.eventTime;
    const time = Math.max(0, Math.min(clientTime + offset, arrival.receivedAt));
    const eventId = event.eventId ?? derivedId(event);
    const isBrowser = !NOT_A_BROWSER.has(event.platform);
    const found = marks(event, eventId, time);
    const isOdd = event.isTruncated || skew === 'absurd' || (isRobot && isBrowser);
    // Assigned one by one, as in `clean`: this runs for every event.
    const stored: StoredEvent = {
      eventId,
      eventName: event.eventName,
      eventTime: time === clientTime ? said : new Date(time).toISOString(),
      clientTime: said,
      receivedAt,
      deviceId: event.deviceId,
      sessionId: event.sessionId,
      platform: event.platform,
      facts: isBrowser ? withDevice(event.facts, device) : event.facts,
      properties: event.properties,
      marks: isOdd ? [...found, ...oddities({ event, skew, isRobot: isRobot && isBrowser })] : found,
    };
    if (event.userId !== undefined) stored.userId = event.userId;
    if (event.identities !== undefined) stored.identities = event.identities;
    if (event.streamId !== undefined) stored.streamId = event.streamId;
    if (event.seq !== undefined) stored.seq = event.seq;
    if (event.priority !== undefined) stored.priority = event.priority;
    if (event.plan !== undefined) stored.plan = event.plan;
    return stored;
  });
}

function oddities(of: { event: CleanEvent; skew: number | 'absurd'; isRobot: boolean }): Mark[] {
  return [
    ...(of.event.isTruncated ? (['truncated'] as const) : []),
    ...(of.skew === 'absurd' ? (['absurd_clock'] as const) : []),
    ...(of.isRobot ? (['robot'] as const) : []),
  ];
}

/** What the event says itself counts more; name and version of a system are never mixed from two sources. */
function withDevice(facts: Facts, device: Device): Facts {
  const { deviceType, osName, osVersion } = device;
  if (deviceType === undefined && osName === undefined && osVersion === undefined) return facts;
  const known = { ...facts };
  if (deviceType) known.deviceType ??= deviceType;
  if (facts.osName || facts.osVersion) return known;
  if (osName !== undefined) known.osName = osName;
  if (osVersion !== undefined) known.osVersion = osVersion;
  return known;
}

/** How far the client's clock is behind the collector's, in milliseconds. */
function clockSkew({ receivedAt, sentAt }: Arrival): number | 'absurd' {
  const skew = sentAt === undefined ? 0 : receivedAt - sentAt;
  if (Math.abs(skew) > GREATEST_SKEW) return 'absurd';
  return Math.abs(skew) > TOLERATED_SKEW ? skew : 0;
}
