import { utf8Size } from '../encoding/utf8.js';

/**
 * A record is a group of events that share fields, immutable once it is sealed. Its text is lines of JSON: the shared
 * fields first, then one event a line, each after a comma. JSON never holds a raw line break, so records are joined,
 * split and sent without being parsed. Its key tells whose it is, which numbers it holds, how large, how important and
 * how old it is: listing the keys of a store is enough to know what waits in it.
 *
 * A record of no events is a report of drops: its text is the report itself, one line.
 */
export interface LogRecord {
  readonly key_: string;
  readonly streamId_: string;
  /** Number of its first event; those of the others follow it without a gap. Of a report: its own count. */
  readonly seq_: number;
  /** Events in it; 0 for a report of drops. */
  readonly count_: number;
  /** UTF-8 size of its text. */
  readonly bytes_: number;
  /** Place of its priority from low to high. */
  readonly rank_: number;
  /** Time of its first event, ms since 1970. */
  readonly time_: number;
  /** Absent when only the store holds it. Set by the log alone, like the two that follow. */
  text_: string | undefined;
  /** The store has it for certain. */
  isStored_: boolean;
  /**
   * `waiting`: in the log. `left`: no longer here, but kept on the device for another tracker. `done`: acknowledged or
   * given up, so nobody needs it any more.
   */
  state_: 'waiting' | 'left' | 'done';
  /** Set by the courier alone, when a request with it has failed. */
  suspect_?: Suspect | undefined;
  /** A piece of the spill keeps it. Set by the writer alone. */
  isSpilled_?: boolean;
  /** The stream that handed it to a beacon. */
  beaconedBy_?: string;
}

/** What is known of a record whose request failed. */
export interface Suspect {
  /** When it failed, on a count of failures and successes. */
  turn_: number;
  /** How often it was set aside. */
  rests_: number;
  /** Until when it is set aside, ms since 1970; 0: it never was. */
  until_: number;
}

/** Older records are given up when they are found, in ms: a week. */
export const MAX_AGE = 6048e5;

/** Stream, then five numbers. None holds ten thousand events: a damaged key must not report millions of them as lost. */
const KEY = /^([^:]+):(\d{1,15}):(\d{1,4}):([1-9]\d{0,14}):(\d):(\d{1,15})$/;

/** The record of a key, or `undefined` when the key is not one that `sealRecord` made. */
export function readRecord(key: string, text?: string): LogRecord | undefined {
  const parts = KEY.exec(key);
  return parts
    ? {
        key_: key,
        streamId_: parts[1] as string,
        seq_: +(parts[2] as string),
        count_: +(parts[3] as string),
        bytes_: +(parts[4] as string),
        rank_: +(parts[5] as string),
        time_: +(parts[6] as string),
        text_: text,
        isStored_: false,
        state_: 'waiting',
      }
    : undefined;
}

export type RecordParts = Pick<LogRecord, 'streamId_' | 'seq_' | 'count_' | 'rank_' | 'time_'> & {
  text_: string;
};

export const sealRecord = ({ streamId_, seq_, count_, rank_, time_, text_ }: RecordParts): LogRecord =>
  readRecord([streamId_, seq_, count_, utf8Size(text_), rank_, time_].join(':'), text_) as LogRecord;

export const bytesIn = (records: readonly LogRecord[]): number =>
  records.reduce((sum, { bytes_ }) => sum + bytes_, 0);

export const eventsIn = (records: readonly LogRecord[]): number =>
  records.reduce((sum, { count_ }) => sum + count_, 0);

/** The stream of a record's key, as an adapter needs it that keeps each stream in a place of its own. */
export const streamOfKey = (key: string): string => key.split(':')[0] as string;

/** A text that may be what the key says: it begins and ends like a record, and holds as many events. */
export const isWhole = ({ count_ }: LogRecord, text: unknown): text is string =>
  typeof text === 'string' && /^\{[\s\S]*\}$/.test(text) && text.split('\n,').length === count_ + 1;

/** The same events, each as a record of its own. */
export function splitIntoEvents(record: LogRecord): LogRecord[] {
  const [shared, ...events] = (record.text_ as string).split('\n,');
  return events.map((event, index) =>
    sealRecord({ ...record, seq_: record.seq_ + index, count_: 1, text_: `${shared}\n,${event}` }),
  );
}
