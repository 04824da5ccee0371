import { utf8Size } from '../encoding/utf8.js';
import type { Priority } from '../wire.js';

/**
 * A record is a group of events that share fields, immutable once it is sealed. Its text is lines of JSON, the
 * shared fields first, then one event a line, each after a comma: JSON never holds a raw line break, so that groups are
 * joined, split and sent without being parsed. Its key tells whose it is, how many events, how large, how important and how old, so
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
  /** A request or a beacon carries it at the moment. */
  isBusy?: boolean | undefined;
}

/** Lowest first: the order in which a full queue gives records up. */
const PRIORITIES = ['P2', 'P1', 'P0', 'audit'];

/** An unknown priority is the lowest. */
export const rankOf = (priority: Priority = 'P1'): number => Math.max(0, PRIORITIES.indexOf(priority));

/** @param key As `sealRecord` made it: every number in it can be read back. */
export function readRecord(key: string, text?: string): LogRecord {
  const [streamId, , count, bytes, rank, time] = key.split(':') as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return { key, streamId, count: +count, bytes: +bytes, rank: +rank, time: +time, text };
}

export const sealRecord = (
  streamId: string,
  seq: number | string,
  count: number,
  rank: number,
  time: number,
  text: string,
): LogRecord => readRecord([streamId, seq, count, utf8Size(text), rank, time].join(':'), text);
