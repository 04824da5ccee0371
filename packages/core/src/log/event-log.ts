import type { Ledger } from '../tracker/ledger.js';
import type { DropReason } from '../wire.js';
import type { PatientStore } from './patient-store.js';
import { type LogRecord, sealRecord } from './record.js';
import type { Spill } from './spill.js';
import type { Streams } from './streams.js';

/** Records are small, so that little is ever sent twice and a beacon can always carry one; UTF-16 units. */
const RECORD_SIZE = 8000;
/** What may be held in memory, in bytes; the store holds the rest. */
const MEMORY_BYTES = 2e6;

/**
 * The one durable queue, log-structured: events gather in an open group, groups are sealed into immutable records,
 * records are written before they are sent and removed by key after they were acknowledged. What it wrote it also
 * keeps in memory, within a bound, so that the happy path never reads back.
 */
export interface EventLog {
  /** @param shared JSON of the fields that neighbouring events have in common; @param text JSON of the rest. */
  append(shared: string, text: string, seq: number, rank: number, time: number): void;
  /** Resolves once all that was appended before is stored, or the store has refused it. */
  commit(): Promise<void>;
  /** All sealed records, oldest first. Seals the open group. */
  records(): readonly LogRecord[];
  /** Gets the text of a record from the store; one that the store has lost is dropped. */
  load(record: LogRecord): Promise<void>;
  insert(record: LogRecord): void;
  /** Takes records out for good: acknowledged, or dropped for a reason. */
  remove(records: readonly LogRecord[], reason?: DropReason): void;
  /** Puts records in the place of one. */
  replace(record: LogRecord, parts: LogRecord[]): void;
  /** Forgets what the store holds: another tracker may answer for it now. Answers how many events that were. */
  forgetStored(): number;
  /** Writes synchronously what the store has not confirmed. */
  spill(): void;
  /** Events that wait, those under way included. */
  queued(): number;
}

/** @param maxQueueBytes All that may wait, in bytes. */
export function createEventLog(
  store: PatientStore,
  spill: Spill,
  streams: Streams,
  ledger: Ledger,
  maxQueueBytes: number,
): EventLog {
  let records: LogRecord[] = [];
  /** Own records that the store has not confirmed. */
  let fresh: LogRecord[] = [];
  const removals: string[] = [];
  let open:
    | { shared: string; text: string; seq: number; count: number; rank: number; time: number }
    | undefined;
  let writing: Promise<void> | undefined;
  let isRefused = false;
  let isSpilled = false;
  let queued = 0;
  let totalBytes = 0;
  let memoryBytes = 0;

  const account = (record: LogRecord, sign: 1 | -1) => {
    queued += sign * record.count;
    totalBytes += sign * record.bytes;
    if (record.text) memoryBytes += sign * record.bytes;
  };

  const insert = (record: LogRecord) => {
    records.push(record);
    account(record, 1);
  };

  const forget = (gone: readonly LogRecord[]) => {
    let count = 0;
    for (const record of gone) {
      if (record.isGone) continue;
      record.isGone = true;
      account(record, -1);
      count += record.count;
    }
    records = records.filter((record) => !record.isGone);
    return count;
  };

  const remove: EventLog['remove'] = (gone, reason) => {
    for (const { key, isGone, count, streamId } of gone) {
      // A record that was forgotten meanwhile is acknowledged all the same, so it leaves the store.
      removals.push(key);
      if (reason && !isGone) ledger.drop(reason, count, streamId);
    }
    forget(gone);
    void commit();
  };

  const isOver = (share: number) =>
    totalBytes > maxQueueBytes * share || (isRefused && memoryBytes > MEMORY_BYTES * share);

  /** Lowest priority first, then oldest; a tenth at a time, so that a full queue is not searched for every event. */
  const makeRoom = () => {
    const victims = records
      .filter((record) => !record.flight)
      .sort((a, b) => a.rank - b.rank || a.time - b.time);
    let excess = Math.max(
      totalBytes - maxQueueBytes * 0.9,
      isOver(0.9) ? memoryBytes - MEMORY_BYTES * 0.9 : 0,
    );
    const given: LogRecord[] = [];
    for (const victim of victims) {
      if (excess <= 0) break;
      excess -= victim.bytes;
      given.push(victim);
    }
    remove(given, 'overflow');
  };

  const seal = () => {
    if (!open) return;
    const { seq, count, rank, time, text } = open;
    open = undefined;
    queued -= count;
    const record = sealRecord(streams.id(), seq, count, rank, time, text);
    insert(record);
    fresh.push(record);
    if (isOver(1)) makeRoom();
  };

  /** One write at a time: what arrives during one goes together into the next. */
  const write = async () => {
    await streams.ready();
    for (;;) {
      seal();
      const keys = removals.slice();
      const isWrite = fresh.length;
      if (!isWrite && !keys.length) break;
      let batch: LogRecord[] = [];
      const done = await store(async (to) => {
        fresh = fresh.filter((record) => !record.isGone);
        if (isWrite) batch = fresh.slice();
        if (batch.length) await to.set(batch.map(({ key, text }) => [key, text as string]));
        if (keys.length) await to.remove(keys);
      });
      isRefused = !done;
      if (!done) break;
      removals.splice(0, keys.length);
      fresh.splice(0, batch.length);
      for (const record of batch) {
        record.isStored = true;
        if (memoryBytes > MEMORY_BYTES && !record.flight && !record.isGone) {
          memoryBytes -= record.bytes;
          record.text = undefined;
        }
      }
      if (isSpilled && !fresh.length) {
        isSpilled = false;
        spill.write(streams.id(), []);
      }
    }
    writing = undefined;
  };

  const commit = () => {
    // Begun in a microtask, so that all that one task tracks is one write.
    writing = writing || Promise.resolve().then(write);
    return writing;
  };

  return {
    append(shared, text, seq, rank, time) {
      if (open && (open.shared !== shared || open.rank !== rank || open.text.length > RECORD_SIZE)) seal();
      open = open || { shared, text: shared, seq, count: 0, rank, time };
      open.text += `\n${text}`;
      open.count++;
      queued++;
      void commit();
    },
    commit,
    records() {
      seal();
      return records;
    },
    async load(record) {
      const read = await store((from) => from.get(record.key));
      // A store that fails may answer later; one that answers without it has lost the record.
      if (read && !read.value) remove([record], 'store');
      if (!read?.value || record.text || record.isGone) return;
      record.text = read.value;
      memoryBytes += record.bytes;
    },
    insert,
    remove,
    replace(record, parts) {
      remove([record]);
      fresh.push(...parts);
      parts.forEach(insert);
    },
    forgetStored: () => forget(records.filter((record) => record.isStored)),
    spill() {
      seal();
      fresh = fresh.filter((record) => !record.isGone);
      if (!fresh.length) return;
      isSpilled = true;
      spill.write(streams.id(), fresh);
    },
    queued: () => queued,
  };
}
