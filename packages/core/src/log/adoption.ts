import type { Clock } from '../platform.js';
import type { EventLog } from './event-log.js';
import type { GuardedStore } from './guarded-store.js';
import { type LogRecord, readRecord } from './record.js';
import type { Spill, SpillPiece } from './spill.js';
import type { Streams } from './streams.js';

/** Older records are given up when they are found, in ms: a week. */
const MAX_AGE = 6048e5;

interface AdoptionParts {
  store_: GuardedStore;
  spill_: Spill;
  streams_: Streams;
  log_: EventLog;
  clock: Clock;
}

/** A function that takes over what dead trackers left behind. It resolves, when that is in the log, with how many records. */
export function createAdoption({
  store_,
  spill_,
  streams_,
  log_,
  clock,
}: AdoptionParts): () => Promise<number> {
  let running: Promise<number> | undefined;
  /** Keys of what this stream has adopted: their spill may outlive their acknowledgement. */
  let adopted: Record<string, LogRecord> = {};
  let adoptedBy = '';
  /** Records that were taken over. */
  let count = 0;

  /** Takes the record over, unless this tracker holds it or has dealt with it. Answers the record that the log knows. */
  const adopt = (record: LogRecord, held: Record<string, LogRecord>): LogRecord => {
    const known = held[record.key_];
    if (known) return known;
    const before = adopted[record.key_];
    if (before) {
      record.state_ = 'done';
      // A write of its dead owner came late, or the store could not be read when it was dealt with.
      if (record.isStored_ && before.state_ === 'done') log_.remove_([record]);
      return record;
    }
    adopted[record.key_] = record;
    held[record.key_] = record;
    log_.adopt_(record);
    count++;
    if (record.count_ && clock.now() - record.time_ > MAX_AGE) log_.remove_([record], 'expired');
    return record;
  };

  /** Nothing in it rejects: the store is guarded, and settings do not throw. */
  const adoptAll = async (): Promise<number> => {
    const begun = streams_.id_();
    if (begun !== adoptedBy) adopted = {};
    adoptedBy = begun;
    await streams_.ready_();
    const stored = await readKeys(store_);
    const pieces = spill_.read_();
    const before = count;
    /** Answers of the locks: each stream is asked once. */
    const taken: Record<string, boolean> = {};
    const isTaken = async (streamId: string) => {
      if (taken[streamId] === undefined) taken[streamId] = await streams_.take_(streamId);
      return taken[streamId];
    };
    /** Asked in the very turn in which something is adopted: this tracker may have left while it waited. */
    const isStill = () => streams_.id_() === begun && !streams_.isAway_();
    const held: Record<string, LogRecord> = {};
    log_.records_().forEach((record) => {
      held[record.key_] = record;
    });
    const inStore: Record<string, boolean> = {};

    for (let index = 0; index < stored.length; index++) {
      const record = stored[index] as LogRecord;
      inStore[record.key_] = true;
      if ((await isTaken(record.streamId_)) && isStill()) adopt(record, held);
    }
    for (let index = 0; index < pieces.length; index++) {
      const piece = pieces[index] as SpillPiece;
      if (!(await isTaken(piece.streamId_))) continue;
      const records: LogRecord[] = [];
      for (let at = 0; at < piece.records_.length; at++) {
        const record = piece.records_[at] as LogRecord;
        record.isStored_ = inStore[record.key_] === true;
        // Its stream may have another heir by now, who found it in the store.
        if ((await isTaken(record.streamId_)) && isStill()) records.push(adopt(record, held));
        else if (record.isStored_) records.push(record);
      }
      if (records.length === piece.records_.length && isStill()) log_.watch_({ ...piece, records_: records });
    }
    // What a dead stream has spilled is safe only in the store.
    if (count > before) await log_.commit_();
    return count - before;
  };

  // One after the other: a page that left and came back meanwhile has another stream to adopt for.
  return () => {
    const before = running;
    running = (async () => {
      await before;
      return streams_.isAway_() ? 0 : adoptAll();
    })();
    return running;
  };
}

/** The records that a store holds; what is not a record of ours stays where it is. */
async function readKeys(store: GuardedStore): Promise<LogRecord[]> {
  const keys = await store('read', (from) => from.keys());
  const records: LogRecord[] = [];
  for (let index = 0; keys && index < keys.value.length; index++) {
    const record = readRecord(`${keys.value[index]}`);
    if (record) {
      record.isStored_ = true;
      records.push(record);
    }
  }
  return records;
}
