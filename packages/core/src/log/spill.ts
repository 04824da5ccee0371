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
    write_(streamId_, records_) {
      const name_ = `${prefix}${streamId_}.${++count}`;
      const entries = records_.map(({ key_, text_ }) => [key_, text_]);
      return settings.set(name_, writeJson(entries)) ? { name_, streamId_, records_ } : undefined;
    },
    read_() {
      const pieces: SpillPiece[] = [];
      for (const name_ of settings.keys()) {
        const streamId_ = streamOfSpill(name_);
        if (!streamId_ || name_.indexOf(prefix)) continue;
        const records_ = readEntries(readJson(settings.get(name_)));
        if (records_[0]) pieces.push({ name_, streamId_, records_ });
        else settings.remove(name_);
      }
      return pieces;
    },
    remove_: ({ name_ }) => settings.remove(name_),
  };
}

function readEntries(entries: unknown): LogRecord[] {
  const records: LogRecord[] = [];
  for (const entry of isList(entries) ? entries : []) {
    const [key, text] = isList(entry) ? entry : [];
    const record = readRecord(`${key}`, text as string);
    if (record && isWhole(record, text)) records.push(record);
  }
  return records;
}
