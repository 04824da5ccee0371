import type { SyncStore } from '../platform.js';
import { type LogRecord, readRecord } from './record.js';

const PREFIX = 'spill.';

/**
 * Where records go that the asynchronous store has not confirmed when the page goes away:
 * one synchronous entry a stream.
 */
export interface Spill {
  /** Replaces what the stream has spilled; no records removes it. */
  write(streamId: string, records: readonly LogRecord[]): void;
  /** All that was spilled and not removed; `streamId` is the stream that spilled it. */
  read(): LogRecord[];
}

export function createSpill(settings: SyncStore): Spill {
  return {
    write(streamId, records) {
      if (records[0])
        settings.set(PREFIX + streamId, JSON.stringify(records.map(({ key, text }) => [key, text])));
      else settings.remove(PREFIX + streamId);
    },
    read() {
      const found: LogRecord[] = [];
      for (const name of settings.keys()) {
        if (name.indexOf(PREFIX)) continue;
        const streamId = name.slice(PREFIX.length);
        try {
          for (const [key, text] of JSON.parse(settings.get(name) as string)) {
            found.push({ ...readRecord(key, text), streamId });
          }
        } catch {
          // Half written, or not by us: it will not be readable later either.
          settings.remove(name);
        }
      }
      return found;
    },
  };
}
