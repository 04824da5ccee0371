import type { Identities } from '@pugmark/core';
import type { StreamChange } from '../accounts/stream-account.ts';
import type { StoredEvent } from '../event.ts';
import type { Batch } from '../ports.ts';
import type { NameBook } from './names.ts';

export interface MinuteCount {
  eventName: string;
  minute: number;
  count: number;
  lastSeen: string;
}

export interface IdentitySighting {
  deviceId: string;
  userId: string;
  identities: Identities;
  firstSeen: string;
  lastSeen: string;
}

/** What a batch adds to the tables beside the events. Only fresh events count, so resending changes nothing. */
export interface Summary {
  counts: MinuteCount[];
  streams: StreamChange[];
  identities: IdentitySighting[];
}

export function summarise(
  batch: Batch,
  fresh: ReadonlySet<string>,
  names: Pick<NameBook, 'countAs'>,
): Summary {
  const counts = new Map<string, MinuteCount>();
  const streams = new Map<string, StreamChange>();
  const identities = new Map<string, IdentitySighting>();
  const at = new Date(batch.receivedAt).toISOString();
  // Where all are fresh, no two are equal.
  const uncounted = fresh.size === batch.events.length ? undefined : new Set(fresh);
  const minuteOf = createMinuteReader();
  for (const event of batch.events) {
    // The first of two equal events in one batch is the one that was stored.
    if (uncounted && !uncounted.delete(event.eventId)) continue;
    addCount(counts, event, { minute: minuteOf(event.receivedAt), names });
    addStored(streams, event);
    addSighting(identities, event);
  }
  for (const { streamId, seq } of batch.rejected) changeOf(streams, streamId, at).rejected.push(seq);
  for (const report of batch.dropped) {
    const change = changeOf(streams, report.streamId, at);
    const { reason } = report;
    if ('ranges' in report) change.dropped.push({ reason, ranges: report.ranges });
    else change.totals.push({ reason, by: report.by ?? '', count: report.count });
  }
  return { counts: sorted(counts), streams: sorted(streams), identities: sorted(identities) };
}

/** Events of one request were received at the same time. */
function createMinuteReader(): (time: string) => number {
  let last = '';
  let minute = 0;
  return (time) => {
    if (time !== last) minute = Math.floor(Date.parse(time) / 60_000);
    last = time;
    return minute;
  };
}

function addCount(
  into: Map<string, MinuteCount>,
  event: StoredEvent,
  { minute, names }: { minute: number; names: Pick<NameBook, 'countAs'> },
): void {
  const eventName = names.countAs(event.eventName, minute);
  const key = `${eventName} ${minute}`;
  const known = into.get(key);
  if (known) known.count++;
  else into.set(key, { eventName, minute, count: 1, lastSeen: event.receivedAt });
}

function addStored(into: Map<string, StreamChange>, event: StoredEvent): void {
  if (!event.streamId) return;
  const { deviceId, platform } = event;
  const change = changeOf(into, event.streamId, event.receivedAt);
  change.at = event.receivedAt;
  if (event.seq) change.stored.push(event.seq);
  const isKnown = change.devices.some((seen) => seen.deviceId === deviceId && seen.platform === platform);
  // Two are enough to see that there are several.
  if (!isKnown && change.devices.length < 2) change.devices.push({ deviceId, platform });
}

function changeOf(into: Map<string, StreamChange>, streamId: string, at: string): StreamChange {
  const known = into.get(streamId);
  if (known) return known;
  const change = { streamId, stored: [], rejected: [], dropped: [], totals: [], devices: [], at };
  into.set(streamId, change);
  return change;
}

function addSighting(into: Map<string, IdentitySighting>, event: StoredEvent): void {
  const { deviceId, userId, identities = {}, eventTime } = event;
  if (!userId || deviceId === 'server') return;
  // No text of an event holds NUL.
  const key = `${deviceId}\0${userId}`;
  const known = into.get(key);
  if (!known) {
    into.set(key, { deviceId, userId, identities, firstSeen: eventTime, lastSeen: eventTime });
    return;
  }
  known.identities = firstOf(known.identities, identities);
  if (eventTime < known.firstSeen) known.firstSeen = eventTime;
  if (eventTime > known.lastSeen) known.lastSeen = eventTime;
}

/** Identifiers that one link of a device to a user may have. */
export const MAX_IDENTITIES = 32;
/** Users that one device may be linked to. */
export const MAX_LINKS = 100;

/** What was seen first stays: whoever comes later may be a stranger. */
export function firstOf(known: Identities, added: Identities): Identities {
  const fresh = Object.entries(added).filter(([key]) => !Object.hasOwn(known, key));
  const room = MAX_IDENTITIES - Object.keys(known).length;
  return fresh.length > 0 && room > 0 ? { ...known, ...Object.fromEntries(fresh.slice(0, room)) } : known;
}

/** In one order everywhere, so that concurrent transactions cannot deadlock on a server. */
function sorted<T>(map: Map<string, T>): T[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, value]) => value);
}
