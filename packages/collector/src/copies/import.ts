import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { EventWriter, StoredEvent } from '@pugmark/store';
import { isObject } from '../object.ts';

export interface Imported {
  accepted: number;
  duplicates: number;
  /** Older than what the store keeps, or of people that were erased since. */
  refused: number;
}

export interface ImportOptions {
  /** Called with how many events were read so far. */
  onProgress?: (read: number) => void;
}

const BATCH = 500;

/**
 * Brings events of an NDJSON export into a store, each once however often: the store knows them by their ids.
 *
 * @throws Error that names the line that is no event.
 */
export async function importFile(
  store: EventWriter,
  path: string,
  { onProgress = () => {} }: ImportOptions = {},
): Promise<Imported> {
  const sum: Imported = { accepted: 0, duplicates: 0, refused: 0 };
  let read = 0;
  for await (const events of batchesOf(path)) {
    const receivedAt = Date.parse(events[0]?.receivedAt ?? '');
    const committed = await store.commit({ events, dropped: [], rejected: [], receivedAt });
    sum.accepted += committed.accepted;
    sum.duplicates += committed.duplicates;
    sum.refused += committed.expired.size + committed.erased.size;
    read += events.length;
    onProgress(read);
  }
  return sum;
}

/** The events of an NDJSON export, some at a time. */
export async function* batchesOf(path: string): AsyncGenerator<StoredEvent[]> {
  let batch: StoredEvent[] = [];
  let line = 0;
  const input = createReadStream(path, 'utf8');
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++;
    if (text.trim() === '') continue;
    batch.push(readEvent(text, `${path}, line ${line}`));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const TEXTS = ['eventId', 'eventName', 'deviceId', 'sessionId', 'platform'] as const;
const TIMES = ['eventTime', 'clientTime', 'receivedAt'] as const;

function readEvent(text: string, place: string): StoredEvent {
  const problem = (what: string) =>
    new Error(`${place}: ${what}. It must be a line of an export: pugmark-collector export --format ndjson.`);
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    throw problem('this is no JSON');
  }
  if (!isObject(event)) throw problem('this is no object');
  for (const field of TEXTS) {
    if (typeof event[field] !== 'string' || event[field] === '') throw problem(`${field} is missing`);
  }
  for (const field of TIMES) {
    const time = event[field];
    if (typeof time !== 'string' || Number.isNaN(Date.parse(time))) throw problem(`${field} is no time`);
  }
  for (const field of ['properties', 'facts'])
    if (!isObject(event[field])) throw problem(`${field} is no object`);
  if (!Array.isArray(event.marks)) throw problem('marks is no list');
  return event as unknown as StoredEvent;
}
