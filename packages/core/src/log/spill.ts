import type { SyncStore } from '../platform.js';

const PREFIX = 'spill.';

/** Records as they are kept: key and text. */
export type SpilledRecord = [key: string, text: string];

/**
 * Where records go that the asynchronous store has not confirmed when the page goes away:
 * one synchronous entry a stream.
 */
export interface Spill {
  /** Replaces what the stream has spilled; nothing to keep removes it. `false` when it did not fit. */
  write(streamId: string, records: SpilledRecord[]): boolean;
  read(streamId: string): SpilledRecord[];
  streams(): string[];
}

export function createSpill(settings: SyncStore): Spill {
  return {
    write(streamId, records) {
      if (records.length) return settings.set(PREFIX + streamId, JSON.stringify(records));
      settings.remove(PREFIX + streamId);
      return true;
    },
    read(streamId) {
      try {
        return JSON.parse(settings.get(PREFIX + streamId) || '[]');
      } catch {
        return [];
      }
    },
    streams: () =>
      settings
        .keys()
        .filter((key) => !key.indexOf(PREFIX))
        .map((key) => key.slice(PREFIX.length)),
  };
}
