import type { Ledger } from '../tracker/ledger.js';
import type { DropReason } from '../wire.js';
import type { PatientStore } from './patient-store.js';
import { type LogRecord, sealRecord } from './record.js';
import type { Spill } from './spill.js';
import type { Streams } from './streams.js';

/** Records are small, so that little is ever sent twice and a beacon can always carry one; UTF-16 units. */
const RECORD_SIZE = 8000;
/** Groups that may wait to be sealed. */
const MAX_GROUPS = 99;

/**
 * The one durable queue, log-structured: events gather in an open group, groups are sealed into immutable records,
 * records are written before they are sent and removed by key after they were acknowledged. What it wrote it also
 * keeps in memory, so that the happy path never reads back; what it may hold is bounded.
 */
export interface EventLog {
  /** @param shared JSON of the fields that neighbouring events have in common; @param text JSON of the rest. */
  append(shared: string, text: string, seq: number, rank: number, time: number): void;
  /** Resolves once all that was appended before is stored, or the store has refused it. */
  commit(): Promise<void>;
  /** All sealed records, oldest first. Seals the open group. */
  records(): readonly LogRecord[];
  /** Gets the text of an adopted record from the store. */
  load(record: LogRecord): Promise<void>;
  /** Adds a record; one that the store does not hold yet is written. */
  insert(record: LogRecord): void;
  /** Takes records out for good: acknowledged, or dropped for a reason. */
  remove(records: readonly LogRecord[], reason?: DropReason): void;
  /** Forgets what the store holds, or everything: another tracker answers for it now. Says how many events. */
  forget(isAll?: boolean): number;
  /** Writes synchronously what the store has not confirmed, unless that is more than `maxBytes`. */
  spill(maxBytes?: number): void;
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
  /** Records that the store has not confirmed. */
  let fresh: LogRecord[] = [];
  const removals: string[] = [];
  /** Groups that are not sealed; the last of them is open. */
  const groups: { shared: string; text: string; seq: number; count: number; rank: number; time: number }[] =
    [];
  /** The write that is under way, and the one after it. */
  let writing: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let queued = 0;
  let totalBytes = 0;

  const account = (record: LogRecord, sign: 1 | -1) => {
    queued += sign * record.count;
    totalBytes += sign * record.bytes;
  };

  const insert = (record: LogRecord) => {
    records.push(record);
    account(record, 1);
    if (!record.isStored) fresh.push(record);
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
    for (const record of gone) {
      // A record that was forgotten meanwhile is acknowledged all the same, so it leaves the store.
      if (record.isStored || writing) removals.push(record.key);
      if (reason && !record.isGone) ledger.drop(reason, record.count, record.streamId);
    }
    forget(gone);
    void commit();
  };

  /** Lowest priority first, then oldest; a tenth at a time, so that a full queue is not searched for every event. */
  const makeRoom = () => {
    let excess = totalBytes - maxQueueBytes * 0.9;
    const victims = records.filter((record) => !record.isBusy).sort((a, b) => a.rank - b.rank);
    remove(
      victims.filter((record) => {
        const isVictim = excess > 0;
        excess -= record.bytes;
        return isVictim;
      }),
      'overflow',
    );
  };

  const seal = () => {
    for (const { seq, count, rank, time, text } of groups.splice(0)) {
      queued -= count;
      insert(sealRecord(streams.id, seq, count, rank, time, text));
    }
    if (totalBytes > maxQueueBytes) makeRoom();
  };

  const write = async () => {
    await streams.ready;
    seal();
    const keys = removals.slice();
    if (!fresh[0] && !keys[0]) return;
    let batch: LogRecord[] = [];
    const done = await store(async (to) => {
      batch = fresh = fresh.filter((record) => !record.isGone);
      const count = batch.length;
      try {
        if (count) await to.set(batch.map((record) => [record.key, record.text as string]));
      } finally {
        // A store that is full takes more only when what was acknowledged has left it.
        if (keys[0]) await to.remove(keys);
      }
      // What came meanwhile is behind them, in the same list.
      batch = fresh.splice(0, count);
    });
    if (!done) return;
    removals.splice(0, keys.length);
    for (const record of batch) record.isStored = true;
    if (!fresh[0]) spill.write(streams.id, []);
  };

  /** One write at a time; a busy tracker must not hold up who waits for one, so what comes during it goes into the next. */
  const commit = () => {
    // Begun in a microtask, so that all that one task tracks is one write.
    next =
      next ||
      Promise.resolve(writing).then(async () => {
        writing = next;
        next = undefined;
        await write();
        if (!next) writing = undefined;
      });
    return next;
  };

  return {
    append(shared, text, seq, rank, time) {
      let open = groups[groups.length - 1];
      if (!open || open.shared !== shared || open.rank !== rank || open.text.length > RECORD_SIZE) {
        // Sealing costs more than an event: it waits for the end of the task, unless the task is endless.
        if (groups.length > MAX_GROUPS) seal();
        open = { shared, text: shared, seq, count: 0, rank, time };
        groups.push(open);
      }
      open.text += `\n,${text}`;
      open.count++;
      queued++;
    },
    commit,
    records() {
      seal();
      return records;
    },
    async load(record) {
      const read = await store((from) => from.get(record.key));
      if (read?.value) record.text = read.value;
      // Its dead owner had it acknowledged after all; a store that fails may answer later.
      else if (read && !record.isGone) {
        ledger.adopted -= record.count;
        remove([record]);
      }
    },
    insert,
    remove,
    forget: (isAll) => forget(records.filter((record) => isAll || record.isStored)),
    spill(maxBytes = Infinity) {
      seal();
      let room = maxBytes;
      const spilled = fresh.filter((record) => {
        if (!record.isGone) room -= record.bytes;
        return !record.isGone;
      });
      if (room >= 0) spill.write(streams.id, spilled);
    },
    queued: () => queued,
  };
}
