import { type LogRecord, sealRecord } from '../log/record.js';
import type { DroppedReport } from '../wire.js';

/** Who sends: the part of the envelope that never changes. */
export interface Sender {
  sdk: { name: string; version: string };
  /** The write key. */
  key?: string | undefined;
}

/** The oldest records that fit `maxBytes` together, but at least one. */
export function cut(records: readonly LogRecord[], maxBytes: number): LogRecord[] {
  let bytes = 0;
  let end = 0;
  for (const record of records) {
    bytes += record.bytes;
    if (end && bytes > maxBytes) break;
    end++;
  }
  return records.slice(0, end);
}

/** The same events as two records; `undefined` for a single event. */
export function divide({ streamId, count, rank, time, text }: LogRecord): LogRecord[] | undefined {
  const [shared, ...events] = (text as string).split('\n');
  if (count < 2) return undefined;
  return [events.slice(0, count >> 1), events.slice(count >> 1)].map((half) =>
    sealRecord(
      streamId,
      JSON.parse(half[0] as string).seq,
      half.length,
      rank,
      time,
      [shared, ...half].join('\n'),
    ),
  );
}

/**
 * The body of a request, concatenated from strings that were made once, in `track`.
 * Neighbouring groups with the same shared fields become one.
 */
export function writeEnvelope(
  sender: Sender,
  records: readonly LogRecord[],
  dropped: readonly DroppedReport[],
  now: number,
): string {
  let groups = '';
  let shared: string | undefined;
  for (const { text } of records) {
    const [head, ...events] = (text as string).split('\n');
    groups += head === shared ? `,${events}` : `${groups && ']},'}{"shared":${head},"events":[${events}`;
    shared = head;
  }
  const envelope = {
    sentAt: new Date(now).toISOString(),
    ...sender,
    dropped: dropped.length ? dropped : undefined,
  };
  return `${JSON.stringify(envelope).slice(0, -1)},"groups":[${groups}${groups && ']}'}]}`;
}
