import type { SyncStore } from '../platform.js';
import { type LogRecord, readRecord } from './record.js';

const PREFIX = 'spill.';

/**
 * Where records go that the asynchronous store has not confirmed when the page goes away:
 * one synchronous entry a stream.
 */
export interface Spill {
  /** Replaces what the stream has spilled; no records removes it. */
  write(streamId: string, records: LogRecord[]): void;
  /** Calls back for all that was spilled and not removed. */
  each(visit: (record: LogRecord) => void): void;
}

export function createSpill(settings: SyncStore): Spill {
  return {
    write(streamId, records) {
      if (records.length)
        settings.set(PREFIX + streamId, JSON.stringify(records.map(({ key, text }) => [key, text])));
      else settings.remove(PREFIX + streamId);
    },
    each(visit) {
      for (const key of settings.keys()) {
        if (key.indexOf(PREFIX)) continue;
        try {
          for (const [recordKey, text] of JSON.parse(settings.get(key) as string)) {
            const record = readRecord(recordKey, text);
            // Whoever holds the stream that spilled it answers for it.
            if (record) visit({ ...record, streamId: key.slice(PREFIX.length) });
          }
        } catch {
          settings.remove(key);
        }
      }
    },
  };
}
