import type { DroppedReport, Identities } from '@pugmark/core';
import type { StoredEvent } from '../event.ts';

/** What one transaction writes. */
export interface Batch {
  events: StoredEvent[];
  dropped: DroppedReport[];
  /** Milliseconds; the time that dropped reports count as seen. */
  receivedAt: number;
}

export interface Committed {
  accepted: number;
  duplicates: number;
  /** The ids that were not in the store before. */
  fresh: ReadonlySet<string>;
}

export interface EventFilter {
  name?: string;
  device?: string;
  user?: string;
  limit: number;
}

export interface EventCount {
  eventName: string;
  total: number;
  lastSeen: string;
  /** Counts by minute of receipt, `[epoch minute, count]`, only minutes that have any. */
  minutes: [minute: number, count: number][];
}

export interface StreamReport {
  streamId: string;
  deviceId: string | null;
  platform: string | null;
  firstSeen: string;
  lastSeen: string;
  maxSeq: number;
  /** Distinct numbered events that were stored. */
  received: number;
  /** Numbers that neither arrived nor were reported as dropped. */
  lost: number;
  dropped: number;
  drops: Record<string, number>;
}

export interface StreamsReport {
  /** Over all streams, not only the listed ones. */
  total: { streams: number; received: number; lost: number; dropped: number; drops: Record<string, number> };
  /** The latest first. */
  streams: StreamReport[];
}

export interface IdentityLink {
  deviceId: string;
  userId: string;
  identities: Identities;
  firstSeen: string;
  lastSeen: string;
}

/**
 * Where events are kept. `commit` is atomic and idempotent by event id; when it resolves, the batch
 * survives the death of this process.
 */
export interface Store {
  commit(batch: Batch): Promise<Committed>;
  /** The latest first, in order of arrival. */
  events(filter: EventFilter): Promise<StoredEvent[]>;
  /** Counts of the most frequent names, with minutes from `sinceMinute` (epoch minute) on. */
  counts(sinceMinute: number): Promise<EventCount[]>;
  streams(limit: number): Promise<StreamsReport>;
  /** Who used a device: the link that joins anonymous history to a user. */
  identities(deviceId: string): Promise<IdentityLink[]>;
  close(): Promise<void>;
}
