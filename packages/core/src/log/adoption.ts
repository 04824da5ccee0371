import type { Clock } from '../platform.js';
import type { EventLog } from './event-log.js';
import type { GuardedStore } from './guarded-store.js';
import { type LogRecord, MAX_AGE, readRecord } from './record.js';
import type { Spill, SpillPiece } from './spill.js';
import type { StoreWriter } from './store-writer.js';
import type { Streams } from './streams.js';

interface AdoptionParts {
  store_: GuardedStore;
  spill_: Spill;
  streams_: Streams;
  log_: EventLog & Pick<StoreWriter, 'watch_'>;
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
  /** What this stream has met of other streams, by key: their spill may outlive their acknowledgement. */
  let known: Record<string, LogRecord> = {};
  let knownBy = '';
  /** Records that were taken over. */
  let count = 0;

  /** Takes the record over, unless this tracker holds it or has dealt with it. Answers the record that the log knows. */
  const adopt = (record: LogRecord): LogRecord => {
    const before = known[record.key_];
    if (before?.state_ === 'waiting') return before;
    if (before) {
      record.state_ = 'done';
      // A write of its dead owner came late, or the store could not be read when it was dealt with.
      if (record.isStored_ && before.state_ === 'done') log_.remove_([record]);
      return record;
    }
    known[record.key_] = record;
    log_.adopt_(record);
    count++;
    if (record.count_ && clock.now() - record.time_ > MAX_AGE) log_.remove_([record], 'expired');
    return record;
  };

  /** Nothing in it rejects: the store is guarded, and settings do not throw. */
  const adoptAll = async (): Promise<number> => {
    const begun = streams_.id_();
    if (begun !== knownBy) known = {};
    knownBy = begun;
    await streams_.ready_();
    const stored = await readKeys(store_);
    const pieces = spill_.read_();
    const before = count;
    /** Answers of the locks: each stream is asked once. */
    const taken: Record<string, Promise<boolean>> = {};
    const isTaken = (streamId: string) => {
      taken[streamId] = taken[streamId] || streams_.take_(streamId);
      return taken[streamId];
    };
    /** Asked in the very turn in which something is adopted: this tracker may have left while it waited. */
    const isStill = () => streams_.id_() === begun && !streams_.isAway_();
    const inStore: Record<string, boolean> = {};
    /** Streams with a piece that holds records of a stream that another tracker has taken. */
    const shared: string[] = [];
    stored.forEach(({ key_ }) => {
      inStore[key_] = true;
    });
    log_.records_().forEach((record) => {
      if (record.streamId_ !== begun) known[record.key_] = record;
    });

    // First what the store holds, as if it were a piece of no stream.
    for (const piece of [{ name_: '', streamId_: '', records_: stored } as SpillPiece].concat(pieces)) {
      if (piece.streamId_ && !(await isTaken(piece.streamId_))) continue;
      const records_: LogRecord[] = [];
      for (const record of piece.records_) {
        record.isStored_ = inStore[record.key_] === true;
        // Its stream may have another heir by now, who found it in the store.
        if ((await isTaken(record.streamId_)) && isStill()) records_.push(adopt(record));
        else if (record.isStored_) records_.push(record);
      }
      if (!piece.name_ || !isStill()) continue;
      if (records_.length === piece.records_.length) log_.watch_({ ...piece, records_ });
      else shared.push(piece.streamId_);
    }
    // That tracker can have the whole piece, unless this one holds more of its stream.
    shared
      .filter((streamId) => !log_.records_().some((record) => record.streamId_ === streamId))
      .forEach(streams_.release_);
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
  for (const key of keys ? keys.value : []) {
    const record = readRecord(`${key}`);
    if (record) records.push(record);
  }
  return records;
}
