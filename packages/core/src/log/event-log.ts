import type { Ledger } from '../account/ledger.js';
import type { Clock, WritePolicy } from '../platform.js';
import type { DropReason } from '../wire.js';
import { createDropReports } from './drop-reports.js';
import type { InFlight } from './in-flight.js';
import { type LogRecord, sealRecord, splitIntoEvents } from './record.js';
import type { RecordWriter } from './record-writer.js';
import type { Streams } from './streams.js';

/** Records are small, so that little is ever sent twice and a beacon can always carry one; UTF-16 units. */
const RECORD_SIZE = 8000;
/** Groups that may wait to be sealed. */
const MAX_GROUPS = 99;
/** Priorities, lowest first; a report of drops is above them. */
const RANKS = 4;

/** An event on its way into the log. */
export interface LoggedEvent {
  /** JSON of the fields that neighbouring events have in common. */
  shared_: string;
  /** JSON of the rest. */
  text_: string;
  seq_: number;
  rank_: number;
  /** ms since 1970. */
  time_: number;
}

/**
 * The one durable queue, log-structured: events gather in an open group, groups are sealed into immutable records,
 * records are kept before they are sent and removed by key after they were acknowledged. What it wrote it also keeps in
 * memory, so that the happy path never reads back; what it may hold is bounded.
 */
export interface EventLog
  extends Pick<RecordWriter, 'settle_' | 'secure_' | 'commit_' | 'spill_' | 'close_'> {
  append_(event: LoggedEvent): void;
  /** An event that took a number was given up before it became a record. */
  refuse_(reason: DropReason, seq: number): void;
  /** All sealed records, oldest first. Seals the open group. */
  records_(): readonly LogRecord[];
  /** Gets the text of a record from the store; absent where all text stays in memory. */
  load_?(record: LogRecord): Promise<void>;
  /** Adds a record; one that the store does not hold yet is written. */
  insert_(record: LogRecord): void;
  /** Adds a record of another stream, and counts its events as adopted. */
  adopt_(record: LogRecord): void;
  /** Takes records out for good: acknowledged, or given up for a reason. */
  remove_(records: readonly LogRecord[], reason?: DropReason): void;
  /** Puts the events of a record into its place, each as a record of its own. */
  divide_(record: LogRecord): void;
  /** Forgets what is kept on the device: another tracker answers for it now. */
  leave_(): void;
  /** Gives all that is left, which is kept nowhere, to the next log of this tracker. */
  handOver_(): readonly LogRecord[];
  /** Events that wait, those on their way included. */
  queued_(): number;
}

interface LogParts<Writer extends RecordWriter> {
  streams_: Pick<Streams, 'id_'>;
  inFlight_: InFlight;
  ledger_: Ledger;
  writes?: WritePolicy | undefined;
  clock: Clock;
  /** All that may wait, in bytes. */
  maxQueueBytes: number;
  /**
   * @param seal Makes a record of what was tracked until then: called before records are kept.
   * @param records All that are in the log.
   */
  openWriter_(seal: () => void, records: () => readonly LogRecord[]): Writer;
}

interface Group extends LoggedEvent {
  count_: number;
}

export function createEventLog<Writer extends RecordWriter>(
  parts: LogParts<Writer>,
): EventLog & Omit<Writer, keyof EventLog> {
  const { streams_, inFlight_, ledger_, clock, maxQueueBytes } = parts;
  const maxUnwrittenBytes = parts.writes?.maxUnwrittenBytes || maxQueueBytes;
  let records: LogRecord[] = [];
  /** Groups that are not sealed; the last of them is open. */
  let groups: Group[] = [];
  let queued = 0;
  let totalBytes = 0;

  const count = (record: LogRecord, sign: 1 | -1) => {
    queued += sign * record.count_;
    totalBytes += sign * record.bytes_;
  };

  const insert = (record: LogRecord) => {
    records.push(record);
    count(record, 1);
    if (!record.isStored_) writer.add_(record);
  };

  const takeOut = (gone: readonly LogRecord[], state: 'left' | 'done'): number => {
    let events = 0;
    gone.forEach((record) => {
      if (record.state_ === 'waiting') {
        count(record, -1);
        events += record.count_;
      }
      record.state_ = state;
    });
    records = records.filter(({ state_ }) => state_ === 'waiting');
    return events;
  };

  const remove: EventLog['remove_'] = (gone, reason) => {
    gone.forEach((record) => {
      const { state_, count_, seq_, streamId_ } = record;
      if (!reason || state_ !== 'waiting' || !count_) return;
      ledger_.countDrop_(reason, count_, streamId_);
      reports.note_(streamId_, reason, seq_, seq_ + count_ - 1);
    });
    takeOut(gone, 'done');
    writer.drop_(gone);
  };

  /** Bytes beyond this share of what may wait. */
  const excessOver = (share: number) =>
    Math.max(totalBytes - maxQueueBytes * share, writer.unwrittenBytes_() - maxUnwrittenBytes * share);

  /** Lowest priority first, then oldest; a tenth at a time, so that a full queue is not searched for every event. */
  const makeRoom = () => {
    let excess = excessOver(0.9);
    // Stable by age among those of one priority.
    const victims = records
      .filter((record) => record.rank_ < RANKS && !inFlight_.has_(record))
      .sort((a, b) => a.rank_ - b.rank_)
      .filter(({ bytes_ }) => {
        excess -= bytes_;
        return excess + bytes_ > 0;
      });
    remove(victims, 'overflow');
  };

  const seal = () => {
    const sealed = groups;
    groups = [];
    sealed.forEach((group) => {
      queued -= group.count_;
      insert(sealRecord({ ...group, streamId_: streams_.id_() }));
    });
    if (excessOver(1) > 0) makeRoom();
    reports.seal_(streams_.id_(), clock.now(), (report, older) => {
      if (older) remove([older]);
      insert(report);
    });
  };

  const reports = createDropReports((record) => inFlight_.has_(record) || record.state_ !== 'waiting');
  const writer = parts.openWriter_(seal, () => records);

  return {
    ...writer,
    append_(event) {
      let open = groups[groups.length - 1];
      if (
        !open ||
        open.shared_ !== event.shared_ ||
        open.rank_ !== event.rank_ ||
        open.seq_ + open.count_ !== event.seq_ ||
        open.text_.length > RECORD_SIZE
      ) {
        // Sealing costs more than an event: it waits for the end of the task, unless the task is endless.
        if (groups.length > MAX_GROUPS) seal();
        open = { ...event, text_: event.shared_, count_: 0 };
        groups.push(open);
      }
      open.text_ += `\n,${event.text_}`;
      open.count_++;
      queued++;
    },
    refuse_(reason, seq) {
      reports.note_(streams_.id_(), reason, seq, seq);
    },
    records_() {
      seal();
      return records;
    },
    insert_: insert,
    adopt_(record) {
      ledger_.adopted += record.count_;
      insert(record);
    },
    remove_: remove,
    divide_(record) {
      const events = splitIntoEvents(record);
      writer.divide_(record, events);
      takeOut([record], 'left');
      events.forEach(insert);
    },
    leave_() {
      seal();
      const left = writer.leave_();
      ledger_.adopted -= takeOut(
        records.filter((record) => left.indexOf(record) < 0),
        'left',
      );
    },
    handOver_() {
      // Copies, so that an answer that is still to come does not count them a second time.
      const copies = records.map((record) => ({ ...record }));
      takeOut(records, 'left');
      return copies;
    },
    queued_: () => queued,
  };
}
