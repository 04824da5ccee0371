import type { DroppedReport, Identities } from '@pugmark/core';
import type { StoredEvent } from '../event.ts';

/** A numbered event that was rejected. All that is remembered of it is its number, so that it counts once. */
export interface RejectedNumber {
  streamId: string;
  seq: number;
  /** A UUID. An event that is in the store does not count as rejected, though a stricter plan may refuse it now. */
  eventId?: string;
}

/** What one transaction writes. */
export interface Batch {
  events: StoredEvent[];
  dropped: DroppedReport[];
  rejected: RejectedNumber[];
  /** Milliseconds; the time at which reports and rejections count as seen. */
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
  /** The highest number that arrived, rejected or not. */
  maxSeq: number;
  /** Distinct numbered events that were stored. */
  received: number;
  /** Distinct numbers that were rejected, and not stored since. */
  rejected: number;
  /** Numbers that were neither stored nor rejected nor reported as dropped. */
  lost: number;
  dropped: number;
  drops: Record<string, number>;
}

export interface StreamsReport {
  /** Over all streams, not only the listed ones. */
  total: {
    streams: number;
    received: number;
    rejected: number;
    lost: number;
    dropped: number;
    drops: Record<string, number>;
  };
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
 * Where events are kept. `commit` is atomic and idempotent, by event id and by the number of what was rejected; when it
 * resolves, the batch survives the death of this process.
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
