import { writeJson } from '../encoding/json.js';
import type { LogRecord } from '../log/record.js';

/** The part of the envelope that never changes. */
export interface Sender {
  sdk: { name: string; version: string };
  /** The write key. */
  key?: string | undefined;
}

/**
 * The body of a request, concatenated from strings that were made once, in `track`.
 * Neighbouring groups with the same shared fields become one.
 *
 * @param sentAt ISO 8601.
 */
export function writeEnvelope({ sdk, key }: Sender, records: readonly LogRecord[], sentAt: string): string {
  let groups = '';
  let reports = '';
  let shared: string | undefined;
  records.forEach(({ text_, count_ }) => {
    const text = text_ as string;
    const length = text.indexOf('\n');
    const head = text.slice(0, length);
    if (!count_) reports += `${reports && ','}${text}`;
    else {
      groups +=
        head === shared
          ? text.slice(length)
          : `${groups && ']},'}{"shared":${head},"events":[${text.slice(length + 2)}`;
      shared = head;
    }
  });
  return (
    writeJson({ sentAt, sdk, key }).slice(0, -1) +
    (reports && `,"dropped":[${reports}]`) +
    (groups && `,"groups":[${groups}]}]`) +
    '}'
  );
}

/** The first records that fit `maxBytes` together, at least one. */
export function takePrefix(records: readonly LogRecord[], maxBytes: number): LogRecord[] {
  let bytes = 0;
  return records.filter(({ bytes_ }, index) => {
    bytes += bytes_;
    return !index || bytes <= maxBytes;
  });
}
