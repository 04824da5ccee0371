import type { Identities } from '@pugmark/core';
import type { Range } from './accounts/ranges.ts';
import type { StreamMark } from './accounts/stream-account.ts';
import type { StreamTotals } from './accounts/stream-totals.ts';
import type { Erasure, Privacy } from './erasure.ts';
import type { StoredEvent } from './event.ts';
import type { Rejections } from './rejections.ts';

/** A numbered event that was rejected. All that is remembered of it is its number, so that it counts once. */
export interface RejectedNumber {
  streamId: string;
  seq: number;
}

/** What a tracker dropped: numbers, which may be told any number of times, or a running total of whoever dropped. */
export type DropReport = { streamId: string; reason: string } & (
  | { ranges: readonly Range[] }
  | { count: number; by?: string }
);

/** What one transaction writes. */
export interface Batch {
  events: StoredEvent[];
  dropped: DropReport[];
  rejected: RejectedNumber[];
  /** Milliseconds; the time at which reports and rejections count as seen. */
  receivedAt: number;
}

export interface Committed {
  accepted: number;
  duplicates: number;
  /** The ids that were not in the store before. */
  fresh: ReadonlySet<string>;
  /** Ids of events that are older than what is kept, and were not stored. Their numbers count as rejected. */
  expired: ReadonlySet<string>;
  /** Ids of events whose person or device was erased after they were tracked. Not stored; their numbers count as rejected. */
  erased: ReadonlySet<string>;
}

/** A value that has no parts. */
export type PlainValue = string | number | boolean | null;

export interface EventFilter {
  name?: string;
  device?: string;
  user?: string;
  /** Like all below but `before`, it looks only at the latest 50 000 events of the name, device and user. */
  platform?: string;
  session?: string;
  stream?: string;
  /** Part of a name, an id or the properties, in whatever case. */
  text?: string;
  /** Events that have the property, whatever its value, or with one of these values. */
  property?: { name: string; values?: readonly PlainValue[] };
  /** Only events with which the tracking plan found faults. */
  faulty?: boolean;
  /** Only events that arrived before the one with this id. */
  before?: string;
  limit: number;
}

/** Minutes with how many events were received in them: `[epoch minute, count]`, only minutes that have any. */
export type MinuteCounts = [minute: number, count: number][];

export interface EventCount {
  eventName: string;
  total: number;
  lastSeen: string;
  minutes: MinuteCounts;
}

export interface CountsQuery {
  /** Epoch minute from which on minutes are told. */
  sinceMinute: number;
  /** Names to skip, the most frequent first. */
  offset: number;
  /** Names to tell. */
  limit: number;
}

/** Sums over all names, and the most frequent names one by one. */
export interface EventCounts {
  total: number;
  names: number;
  minutes: MinuteCounts;
  events: EventCount[];
}

export interface StreamReport {
  streamId: string;
  deviceId: string | null;
  platform: string | null;
  firstSeen: string;
  /** When something of the stream was stored last. */
  lastSeen: string;
  /** The highest number that was heard of: of a stored, rejected or dropped event. */
  maxSeq: number;
  /** Distinct numbers whose events were stored. */
  received: number;
  /** Distinct numbers that were rejected, and not stored since. */
  rejected: number;
  /** Numbers that were neither stored nor rejected nor reported as dropped. */
  lost: number;
  dropped: number;
  drops: Record<string, number>;
  /** The lowest 100 gaps: numbers of which nothing is known. */
  gaps: Range[];
  /** What about the stream contradicts itself, see `StreamMark`. */
  marks: StreamMark[];
}

export interface StreamsReport {
  /** Over all streams, not only the listed ones. */
  total: StreamTotals;
  /** The latest first. */
  streams: StreamReport[];
}

export interface IdentityLink {
  deviceId: string;
  userId: string;
  /** As they were seen first; a later value under the same key changes nothing. At most 32. */
  identities: Identities;
  firstSeen: string;
  lastSeen: string;
}

/** Takes events: the log. */
export interface EventWriter {
  /**
   * Atomic, and idempotent: by event id, and by the number of what was rejected or dropped. When it resolves, the batch
   * survives the death of this process.
   *
   * @throws UnstorableError when something of the batch can never be stored.
   * @throws StoreUnavailableError when nothing can be stored at the moment.
   */
  commit(batch: Batch): Promise<Committed>;
}

/** Tells of events. */
export interface EventReader {
  /** The latest first, in order of arrival. */
  events(filter: EventFilter): Promise<StoredEvent[]>;
  counts(query: CountsQuery): Promise<EventCounts>;
}

/** Ids from one to another: `to` is not among them, and without it the range has no end. */
export interface IdRange {
  from: string;
  to?: string;
}

/**
 * All events by their ids, for copies of a store. A UUIDv7 begins with its time, so that a day is a range of ids; what has
 * other ids lies between and beyond the days.
 */
export interface EventInventory {
  /** The days in UTC that ids tell, such as `2026-05-01`, the first one first; from 2020 to eight days from now. */
  days(): Promise<string[]>;
  /** In the order of ids, from after an id on. */
  eventsIn(range: IdRange, page: { after?: string; limit: number }): Promise<StoredEvent[]>;
  countIn(range: IdRange): Promise<number>;
}

/** The figures of the streams of one platform that were heard of lately. */
export interface PlatformTotals {
  /** `null` for streams of which nothing was stored. */
  platform: string | null;
  streams: number;
  received: number;
  rejected: number;
  lost: number;
  dropped: number;
}

/** Tells what became of each stream, and who used a device. */
export interface AccountReader {
  streams(limit: number): Promise<StreamsReport>;
  /** The sums of each platform, over the streams that were heard of since; those with the most first, 50 at most. */
  platforms(since: Date): Promise<PlatformTotals[]>;
  /** Who used a device: the link that joins anonymous history to a user. At most 100. */
  identities(deviceId: string): Promise<IdentityLink[]>;
}

/** A place in the feed, as the feed gave it. What is in it is the store's own. */
export type Cursor = string & { readonly cursor: unique symbol };

/** What stands next in the feed: events, or one erasure, which is about events before it only. */
export type FeedPage = (
  | { kind: 'events'; events: StoredEvent[] }
  | { kind: 'erasure'; events: []; erasure: Erasure }
) & {
  /** The place after it. With no event it is the place that was asked for. */
  next: Cursor;
};

/** All events, and all erasures, in the order in which they were committed. */
export interface Feed {
  /**
   * What stands after a place, or from the beginning. What is committed later than a page stands after it, whichever
   * transaction began first, so that whoever reads on from `next` misses nothing.
   *
   * @throws ForeignCursorError when the place is of another database, so that events after it may be missing.
   */
  read(after: Cursor | undefined, limit: number): Promise<FeedPage>;
}

/** Somebody who reads the feed from its beginning to its end, over any number of restarts. */
export interface Follower {
  name: string;
  /** How far it has come. */
  cursor: Cursor;
  /** When it came there. ISO 8601. */
  movedAt: string;
  /** Events that it has not read yet, up to 10 000. */
  behind: number;
  /** When the first of them was received; `null` when it has read all. ISO 8601. */
  behindSince: string | null;
}

/** Keeps how far followers have come. */
export interface Followers {
  /** How far a follower has come; `undefined` when it has not begun. */
  cursorOf(name: string): Promise<Cursor | undefined>;
  /**
   * Moves a follower on from where it was.
   *
   * @throws FollowerMovedError when it is not there: another process follows under the same name.
   */
  moveFollower(name: string, from: Cursor | undefined, to: Cursor): Promise<void>;
  /** All followers and how far behind they are, by name. */
  followers(): Promise<Follower[]>;
}

/** Gives up what is too old. */
export interface Retention {
  /**
   * Removes events of days before this one, in UTC, with their streams and identities; from then on they are `expired`
   * when they come again. What a follower has not read yet stays until it has. Never goes back.
   */
  prune(before: Date): Promise<void>;
}

/** A statement and what it is about: values never stand in the text. */
export interface SqlText {
  /** With `$1`, `$2` … for the parameters. */
  readonly text: string;
  readonly params: readonly unknown[];
}

export interface SqlReadOptions {
  /** Milliseconds that it may take. Default 30 000. */
  timeout?: number;
  signal?: AbortSignal;
}

/** Answers questions in SQL over the view `pugmark_events_v1`; changes nothing. */
export interface SqlReader {
  readonly dialect: 'postgres' | 'clickhouse';
  /** @throws StoreUnavailableError with the code `timed_out` when it took too long. */
  query<Row>(sql: SqlText, options?: SqlReadOptions): Promise<Row[]>;
}

/** Where questions over events are answered from: by SQL, or else by looking at each event of a time. */
export type Source =
  | { readonly sql: SqlReader }
  | {
      /** By `eventTime`; `to` is not included. */
      scan(from: Date, to: Date): AsyncIterable<StoredEvent>;
      /** What became of streams. */
      accounts?(streamIds: ReadonlySet<string>): Promise<StreamReport[]>;
    };

/** Where events are kept: the log, its accounts, what is told of both, and its feed. */
export interface Store
  extends EventWriter,
    EventReader,
    EventInventory,
    AccountReader,
    Feed,
    Followers,
    Privacy,
    Rejections,
    Retention {
  readonly source: Source;
  /** Commits that it works on at a time. Without it, one. */
  readonly concurrency?: number;
  /** Whether a commit costs next to nothing, so that batches hardly need to wait for company. */
  readonly isInstant?: boolean;
  /** Bytes that all data takes. Without it, the store cannot tell. */
  size?(): Promise<number>;
  /** Rejects with the reason when the store takes nothing at the moment. Without it, a store is taken to be ready. */
  checkReady?(): Promise<void>;
  close(): Promise<void>;
}
