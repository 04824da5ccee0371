import type { Priority } from '../wire.js';

/** Lowest first: the order in which a full queue gives records up. */
const PRIORITIES: readonly Priority[] = ['P2', 'P1', 'P0', 'audit'];

/** Its place from low to high. */
export const rankOf = (priority: Priority): number => PRIORITIES.indexOf(priority);

/**
 * What a record's key says, so that listing the keys of a store is enough to know
 * what waits in it: whose it is, how many events, how large, how important, how old.
 */
export interface RecordHead {
  readonly key: string;
  readonly streamId: string;
  /** Events in it. */
  readonly count: number;
  /** UTF-8 size of its text. */
  readonly bytes: number;
  readonly rank: number;
  /** Time of its first event, ms since 1970. */
  readonly time: number;
}

/**
 * A record is a group of events that share fields, immutable once it is sealed. Its text is lines of JSON,
 * the shared fields first, then one event a line: JSON never holds a raw line break, so that groups are joined,
 * split and sent without ever being parsed.
 */
export interface LogRecord extends RecordHead {
  /** Absent when only the store holds them. */
  lines?: string[] | undefined;
  /** Events that are neither acknowledged nor dropped. */
  left: number;
  /** `sealed`: not yet written; `stored`: durable; `memory`: the store refused it. */
  state: 'sealed' | 'stored' | 'memory';
  /** What carries it at the moment. */
  flight?: Flight | undefined;
}

/** A `keepalive` request outlives the page; a `beacon` does too, but never answers. */
export type Flight = 'normal' | 'keepalive' | 'beacon';

export function recordKey(
  streamId: string,
  firstSeq: number,
  count: number,
  bytes: number,
  rank: number,
  time: number,
): string {
  return [streamId, firstSeq, count, bytes, rank, time].join(':');
}

/** `undefined` for a key that is not of this form. */
export function parseKey(key: string): RecordHead | undefined {
  const parts = key.split(':');
  const [, firstSeq, count, bytes, rank, time] = parts.map(Number);
  return parts.length === 6 &&
    parts[0] &&
    firstSeq &&
    count &&
    bytes &&
    rank !== undefined &&
    rank >= 0 &&
    time
    ? { key, streamId: parts[0], count, bytes, rank, time }
    : undefined;
}
