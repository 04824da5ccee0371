import type { StoredEvent } from '@pugmark/store';

export type FormatName = 'ndjson' | 'csv' | 'parquet';

/** A file that events are added to, in the order of their ids. */
export interface EventFile {
  append(events: readonly StoredEvent[]): Promise<void>;
  /** Resolves when all of it is on the disk. */
  finish(): Promise<void>;
  /** Closes what is not finished. */
  abandon(): Promise<void>;
}

/** A file that was begun, with what it holds already of a run before. */
export interface BegunFile {
  file: EventFile;
  /** The id of the last event in it. */
  after?: string;
  count: number;
}

export type BeginFile = (path: string) => Promise<BegunFile>;

/** The fields of an event, in the order of columns. Those of JSON hold their text. */
export const COLUMNS = [
  ['eventId', 'text'],
  ['eventName', 'text'],
  ['eventTime', 'time'],
  ['clientTime', 'time'],
  ['receivedAt', 'time'],
  ['userId', 'text'],
  ['deviceId', 'text'],
  ['sessionId', 'text'],
  ['platform', 'text'],
  ['streamId', 'text'],
  ['seq', 'number'],
  ['priority', 'text'],
  ['identities', 'json'],
  ['facts', 'json'],
  ['properties', 'json'],
  ['marks', 'json'],
  ['plan', 'json'],
] as const satisfies readonly (readonly [keyof StoredEvent, 'text' | 'time' | 'number' | 'json'])[];
