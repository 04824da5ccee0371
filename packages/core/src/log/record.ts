import { utf8Size } from '../encoding/utf8.js';
import type { Priority } from '../wire.js';

/**
 * A record is a group of events that share fields, immutable once it is sealed. Its text is lines of JSON, the
 * shared fields first, then one event a line: JSON never holds a raw line break, so that groups are joined, split and
 * sent without being parsed. Its key tells whose it is, how many events, how large, how important and how old, so
 * that listing the keys of a store is enough to know what waits in it.
 */
export interface LogRecord {
  readonly key: string;
  readonly streamId: string;
  /** Events in it. */
  readonly count: number;
  /** UTF-8 size of its text. */
  readonly bytes: number;
  /** Place of its priority from low to high. */
  readonly rank: number;
  /** Time of its first event, ms since 1970. */
  readonly time: number;
  /** Absent when only the store holds it. */
  text?: string | undefined;
  /** The store has it for certain. */
  isStored?: boolean;
  /** It has left the log. */
  isGone?: boolean;
  flight?: Flight | undefined;
}

/** What carries a record at the moment; `keepalive` outlives the page, `beacon` does too but never answers. */
export type Flight = 'normal' | 'keepalive' | 'beacon';

/** Lowest first: the order in which a full queue gives records up. */
const PRIORITIES = ['P2', 'P1', 'P0', 'audit'];

/** An unknown priority is the lowest. */
export const rankOf = (priority: Priority = 'P1'): number => Math.max(0, PRIORITIES.indexOf(priority));

export function sealRecord(
  streamId: string,
  seq: number,
  count: number,
  rank: number,
  time: number,
  text: string,
): LogRecord {
  const bytes = utf8Size(text);
  return {
    key: [streamId, seq, count, bytes, rank, time].join(':'),
    streamId,
    count,
    bytes,
    rank,
    time,
    text,
  };
}

/** `undefined` for a key that is not of a record. */
export function readRecord(key: string, text?: string): LogRecord | undefined {
  const [streamId = '', seq, ...numbers] = key.split(':');
  const [count = 0, bytes = 0, rank = 0, time = 0] = numbers.map(Number);
  return seq && count && bytes && time
    ? { key, streamId, count, bytes, rank, time, text, isStored: !text }
    : undefined;
}
