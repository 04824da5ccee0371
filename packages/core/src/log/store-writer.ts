import type { Clock, WritePolicy } from '../platform.js';
import type { GuardedStore } from './guarded-store.js';
import { bytesIn, type LogRecord } from './record.js';
import type { RecordWriter } from './record-writer.js';
import type { Spill, SpillPiece } from './spill.js';
import type { Streams } from './streams.js';

/** A store that has failed is asked again after this time, in ms, whatever else happens. */
const RETRY = 30_000;

/** Brings records into the store and out of it again, and keeps them in the spill until they are there. */
export interface StoreWriter extends RecordWriter {
  /** A piece of a dead stream: it goes when its records are safe elsewhere. */
  watch_(piece: SpillPiece): void;
}

interface WriterParts {
  store_: GuardedStore;
  spill_: Spill;
  streams_: Streams;
  writes?: WritePolicy | undefined;
  clock: Clock;
  /** Called before records are kept, so that what was tracked until then is a record. */
  seal_(): void;
  /** Called after each write that the store has confirmed. */
  onStored_(): void;
}

export function createStoreWriter(parts: WriterParts): StoreWriter {
  const { store_, spill_, streams_, writes, clock } = parts;
  /** Records that the store has not confirmed, in order. */
  let unwritten: LogRecord[] = [];
  /** Keys that must leave the store. */
  let removals: string[] = [];
  /** Pieces of the spill, and stored records that were divided: these are of no stream. */
  let pieces: SpillPiece[] = [];
  /** The write that is under way, and the one after it. */
  let writing: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  /** Records that were divided. The store may have them, now or after a write that is late. */
  let divided: { record_: LogRecord; parts_: readonly LogRecord[] }[] = [];
  let cancelTimer: (() => void) | undefined;
  let isClosed = false;

  /** Most records are acknowledged before they are written. */
  const prune = () => {
    unwritten = unwritten.filter(({ state_, isStored_ }) => state_ === 'waiting' && !isStored_);
  };

  const removeLater = (keys: readonly string[]) => {
    removals = removals.concat(keys);
    if (removals[0]) commitLater();
  };

  const isUnsafe = ({ isStored_, state_ }: LogRecord) => !isStored_ && state_ !== 'done';

  /** Removes the pieces of which no record is needed any more, and the records whose parts are safe. */
  const sweep = () => {
    pieces = pieces.filter((piece) => {
      const isNeeded = piece.records_.some(isUnsafe);
      if (!isNeeded) spill_.remove_(piece);
      return isNeeded;
    });
    divided = divided.filter(({ record_, parts_ }) => {
      const isNeeded = parts_.some(isUnsafe);
      if (!isNeeded) {
        record_.state_ = 'done';
        if (record_.isStored_) removeLater([record_.key_]);
      }
      return isNeeded;
    });
  };

  const writeOnce = async () => {
    await streams_.ready_();
    if (isClosed) return;
    parts.seal_();
    prune();
    const keys = removals;
    if (!unwritten[0] && !keys[0]) return;
    // Read here, since a part of it may have been acknowledged while an earlier write was under way.
    const batch = unwritten.filter(({ state_ }) => state_ === 'waiting');
    let isDone = true;
    if (batch[0]) {
      const written = await store_('set', async (to) => {
        await to.set(batch.map(({ key_, text_ }) => [key_, text_ as string] as const));
        batch.forEach(noteStored);
      });
      isDone = written !== undefined;
    }
    // Also when the write was refused: a store that is full takes more only when what was acknowledged has left it.
    if (keys[0]) {
      const removed = await store_('remove', async (to) => {
        await to.remove(keys);
        removals = removals.filter((key) => keys.indexOf(key) < 0);
      });
      isDone = isDone && removed !== undefined;
    }
    prune();
    sweep();
    parts.onStored_();
    // A store that has failed rests; nothing else may happen that would ask it again.
    if (!isDone) cancelTimer = cancelTimer || clock.timer(() => void commit(), RETRY);
  };

  /** Also of a write that ended after its deadline, and of a record that was acknowledged meanwhile. */
  const noteStored = (record: LogRecord) => {
    record.isStored_ = true;
    if (record.state_ === 'done') removeLater([record.key_]);
  };

  /** One write at a time; a busy tracker must not hold up who waits for one, so what comes during it goes into the next. */
  const commit = (): Promise<void> => {
    cancelTimer?.();
    cancelTimer = undefined;
    // Begun in a microtask, so that all that one task tracks is one write.
    next =
      next ||
      (async () => {
        await writing;
        writing = next;
        next = undefined;
        await writeOnce();
        if (!next) writing = undefined;
      })();
    return next;
  };

  const commitLater = () => {
    if (writes?.patience) cancelTimer = cancelTimer || clock.timer(() => void commit(), writes.patience);
    else void commit();
  };

  const noteSpilled = (record: LogRecord) => {
    record.isSpilled_ = true;
  };

  const unspilled = () => unwritten.filter(({ state_, isSpilled_ }) => state_ === 'waiting' && !isSpilled_);

  const spillRecords = (records: readonly LogRecord[]): boolean => {
    if (!records[0] || isClosed) return true;
    const piece = spill_.write_(streams_.id_(), records);
    if (!piece) return false;
    pieces.push(piece);
    records.forEach(noteSpilled);
    return true;
  };

  return {
    add_(record) {
      unwritten.push(record);
    },
    drop_(records) {
      // What is given up no longer counts as unwritten: a full queue must not give up twice as much.
      prune();
      sweep();
      removeLater(records.filter(({ isStored_ }) => isStored_).map(({ key_ }) => key_));
    },
    divide_(record, parts) {
      pieces = pieces.map((piece) => {
        if (piece.records_.indexOf(record) < 0) return piece;
        parts.forEach(noteSpilled);
        const records_ = piece.records_.filter((other) => other !== record).concat(parts);
        return { ...piece, records_ };
      });
      divided.push({ record_: record, parts_: parts });
    },
    watch_(piece) {
      const isWatched = pieces.some(
        ({ name_, records_ }) => name_ === piece.name_ && records_.some(({ state_ }) => state_ === 'waiting'),
      );
      if (isWatched) return;
      pieces = pieces.filter(({ name_ }) => name_ !== piece.name_).concat(piece);
      piece.records_.forEach(noteSpilled);
    },
    settle_() {
      parts.seal_();
      prune();
      const tailBytes = writes?.tailBytes?.();
      const isKept = tailBytes && bytesIn(unwritten) <= tailBytes && spillRecords(unspilled());
      if (!isKept) void commit();
      else if (unwritten[0]) commitLater();
    },
    secure_: () => (writes?.patience && !unspilled()[0] ? undefined : commit()),
    commit_: commit,
    spill_() {
      parts.seal_();
      spillRecords(unspilled());
    },
    leave_() {
      unwritten = unspilled();
      return unwritten;
    },
    close_() {
      isClosed = true;
      cancelTimer?.();
    },
    unwrittenBytes_: () => bytesIn(unwritten),
  };
}
