import type { Identities } from '@pugmark/core';
import type { Facts, Mark, PlanFault, StoredEvent } from '../../event.ts';
import type { IdentityLink, StreamReport } from '../store.ts';

/** Rows as a PostgreSQL driver gives them, and what they become. */

export interface EventRow {
  event_id: string;
  event_name: string;
  event_time: Date;
  client_time: Date;
  received_at: Date;
  user_id: string | null;
  identities: Identities | null;
  device_id: string;
  session_id: string;
  platform: string;
  stream_id: string | null;
  seq: number | null;
  priority: string | null;
  facts: Facts;
  properties: StoredEvent['properties'];
  marks: Mark[];
  plan: PlanFault[] | null;
}

export function toEvent(row: EventRow): StoredEvent {
  return {
    eventId: row.event_id,
    eventName: row.event_name,
    eventTime: row.event_time.toISOString(),
    clientTime: row.client_time.toISOString(),
    receivedAt: row.received_at.toISOString(),
    ...(row.user_id === null ? {} : { userId: row.user_id }),
    ...(row.identities === null ? {} : { identities: row.identities }),
    deviceId: row.device_id,
    sessionId: row.session_id,
    platform: row.platform,
    ...(row.stream_id === null ? {} : { streamId: row.stream_id }),
    ...(row.seq === null ? {} : { seq: row.seq }),
    ...(row.priority === null ? {} : { priority: row.priority }),
    facts: row.facts,
    properties: row.properties,
    marks: row.marks,
    ...(row.plan === null ? {} : { plan: row.plan }),
  };
}

export interface StreamRow {
  stream_id: string;
  device_id: string | null;
  platform: string | null;
  first_seen: Date;
  last_seen: Date;
  max_seq: number;
  received: number;
  rejected: number;
  lost: number;
  dropped: number;
  drops: Record<string, number>;
}

export function toStream(row: StreamRow): StreamReport {
  return {
    streamId: row.stream_id,
    deviceId: row.device_id,
    platform: row.platform,
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
    maxSeq: row.max_seq,
    received: row.received,
    rejected: row.rejected,
    lost: row.lost,
    dropped: row.dropped,
    drops: row.drops,
  };
}

export interface IdentityRow {
  device_id: string;
  user_id: string;
  identities: Identities;
  first_seen: Date;
  last_seen: Date;
}

export function toIdentity(row: IdentityRow): IdentityLink {
  return {
    deviceId: row.device_id,
    userId: row.user_id,
    identities: row.identities,
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
  };
}
