import { type LogRecord, sealRecord } from '../log/record.js';
import type { DroppedReport } from '../wire.js';

/** The part of the envelope that never changes. */
export interface Sender {
  sdk: { name: string; version: string };
  /** The write key. */
  key?: string | undefined;
}

/** The oldest records that fit `maxBytes` together, at least one. */
export function cut(records: readonly LogRecord[], maxBytes: number): LogRecord[] {
  let bytes = 0;
  return records.filter((record, index) => {
    bytes += record.bytes;
    return !index || bytes <= maxBytes;
  });
}

/** The same events, each as a record of its own. */
export function divide({ key, streamId, rank, time, text }: LogRecord): LogRecord[] {
  const [shared, ...events] = (text as string).split('\n,');
  const [, seq] = key.split(':');
  return events.map((event, index) =>
    sealRecord(streamId, `${seq}.${index}`, 1, rank, time, `${shared}\n,${event}`),
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
  for (const record of records) {
    const text = record.text as string;
    const [head] = text.split('\n', 1) as [string];
    const { length } = head;
    groups +=
      head === shared
        ? text.slice(length)
        : `${groups && ']},'}{"shared":${head},"events":[${text.slice(length + 2)}`;
    shared = head;
  }
  const envelope = JSON.stringify({ sentAt: new Date(now), ...sender, dropped: dropped[0] && dropped });
  return `${envelope.slice(0, -1)},"groups":[${groups}]}]}`;
}
