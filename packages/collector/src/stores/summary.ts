import type { Identities } from '@pugmark/core';
import type { StoredEvent } from '../event.ts';
import type { Batch } from './store.ts';

export interface MinuteCount {
  eventName: string;
  minute: number;
  count: number;
  lastSeen: string;
}

export interface StreamProgress {
  streamId: string;
  deviceId: string | null;
  platform: string | null;
  firstSeen: string;
  lastSeen: string;
  maxSeq: number;
  received: number;
}

export interface IdentitySighting {
  deviceId: string;
  userId: string;
  identities: Identities;
  firstSeen: string;
  lastSeen: string;
}

/**
 * What a batch adds to the tables beside the events. Only fresh events count, so resending changes nothing. A rejected
 * number raises the highest of its stream; whether it counts, the store knows.
 */
export interface Summary {
  counts: MinuteCount[];
  streams: StreamProgress[];
  identities: IdentitySighting[];
}

export function summarise(batch: Batch, fresh: ReadonlySet<string>): Summary {
  const counts = new Map<string, MinuteCount>();
  const streams = new Map<string, StreamProgress>();
  const identities = new Map<string, IdentitySighting>();
  const uncounted = new Set(fresh);
  for (const event of batch.events) {
    // The first of two equal events in one batch is the one that was stored.
    if (!uncounted.delete(event.eventId)) continue;
    addCount(counts, event);
    addProgress(streams, event);
    addSighting(identities, event);
  }
  const receivedAt = new Date(batch.receivedAt).toISOString();
  for (const { streamId } of batch.dropped) progressOf(streams, streamId, receivedAt);
  for (const { streamId, seq } of batch.rejected) {
    const stream = progressOf(streams, streamId, receivedAt);
    stream.maxSeq = Math.max(stream.maxSeq, seq);
  }
  return { counts: sorted(counts), streams: sorted(streams), identities: sorted(identities) };
}

function addCount(into: Map<string, MinuteCount>, event: StoredEvent): void {
  const minute = Math.floor(Date.parse(event.receivedAt) / 60_000);
  const key = `${event.eventName} ${minute}`;
  const known = into.get(key);
  if (known) known.count++;
  else into.set(key, { eventName: event.eventName, minute, count: 1, lastSeen: event.receivedAt });
}

function addProgress(into: Map<string, StreamProgress>, event: StoredEvent): void {
  if (!event.streamId) return;
  const stream = progressOf(into, event.streamId, event.receivedAt);
  stream.deviceId ??= event.deviceId;
  stream.platform ??= event.platform;
  if (event.seq) {
    stream.received++;
    stream.maxSeq = Math.max(stream.maxSeq, event.seq);
  }
}

function progressOf(into: Map<string, StreamProgress>, streamId: string, at: string): StreamProgress {
  const known = into.get(streamId);
  if (known) {
    if (at > known.lastSeen) known.lastSeen = at;
    return known;
  }
  const stream: StreamProgress = {
    streamId,
    deviceId: null,
    platform: null,
    firstSeen: at,
    lastSeen: at,
    maxSeq: 0,
    received: 0,
  };
  into.set(streamId, stream);
  return stream;
}

function addSighting(into: Map<string, IdentitySighting>, event: StoredEvent): void {
  const { deviceId, userId, identities = {}, eventTime } = event;
  if (!userId || deviceId === 'server') return;
  const key = JSON.stringify([deviceId, userId]);
  const known = into.get(key);
  if (!known) {
    into.set(key, { deviceId, userId, identities, firstSeen: eventTime, lastSeen: eventTime });
    return;
  }
  known.identities = { ...known.identities, ...identities };
  if (eventTime < known.firstSeen) known.firstSeen = eventTime;
  if (eventTime > known.lastSeen) known.lastSeen = eventTime;
}

/** In one order everywhere, so that concurrent transactions cannot deadlock on a server. */
function sorted<T>(map: Map<string, T>): T[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, value]) => value);
}
