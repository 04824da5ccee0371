import { isList, readJson, writeJson } from '../encoding/json.js';
import type { SyncStore } from '../platform.js';
import { isWhole, type LogRecord, readRecord } from './record.js';

const PREFIX = 'spill.';

/** Records that one synchronous write has kept. It is never rewritten: it goes when nobody needs a record of it. */
export interface SpillPiece {
  readonly name_: string;
  /** The stream that wrote it; its records may be of streams that it had adopted. */
  readonly streamId_: string;
  readonly records_: readonly LogRecord[];
}

/** Where records are kept synchronously until the asynchronous store has them: at the end of a task, and of a page. */
export interface Spill {
  /** Keeps the records, or answers `undefined`: nothing was kept. */
  write_(streamId: string, records: readonly LogRecord[]): SpillPiece | undefined;
  /** All pieces of this queue, by whomever. What cannot be read is removed: it will not be readable later either. */
  read_(): SpillPiece[];
  remove_(piece: SpillPiece): void;
}

/** The stream that wrote a spilled value, or `undefined` when the key is that of another setting. */
export function streamOfSpill(key: string): string | undefined {
  const parts = key.split('.');
  return key.indexOf(PREFIX) === 0 && parts.length === 4 ? parts[2] : undefined;
}

/** @param queue Keeps what is tracked for one address from trackers that send to another. */
export function createSpill(settings: SyncStore, queue: string): Spill {
  let count = 0;
  const prefix = `${PREFIX}${queue}.`;

  return {
    write_(streamId, records) {
      const name = `${prefix}${streamId}.${++count}`;
      const entries = records.map(({ key_, text_ }) => [key_, text_]);
      return settings.set(name, writeJson(entries))
        ? { name_: name, streamId_: streamId, records_: records }
        : undefined;
    },
    read_() {
      const pieces: SpillPiece[] = [];
      const names = settings.keys();
      for (let index = 0; index < names.length; index++) {
        const name = names[index] as string;
        const streamId = streamOfSpill(name);
        if (!streamId || name.indexOf(prefix)) continue;
        const records = readEntries(readJson(settings.get(name)));
        if (records[0]) pieces.push({ name_: name, streamId_: streamId, records_: records });
        else settings.remove(name);
      }
      return pieces;
    },
    remove_: ({ name_ }) => settings.remove(name_),
  };
}

function readEntries(entries: unknown): LogRecord[] {
  const records: LogRecord[] = [];
  if (!isList(entries)) return records;
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index];
    if (!isList(entry) || typeof entry[0] !== 'string') continue;
    const record = readRecord(entry[0], entry[1] as string);
    if (record && isWhole(record, entry[1])) records.push(record);
  }
  return records;
}
