import type { Clock } from '../platform.js';
import type { DropReason } from '../wire.js';
import type { PatientStore } from './patient-store.js';
import { type Flight, type LogRecord, recordKey } from './record.js';
import type { Spill, SpilledRecord } from './spill.js';

/** Records are small, so that little is ever sent twice and a beacon can always carry one; UTF-8 bytes. */
const RECORD_BYTES = 16_000;

/** Fields that neighbouring events have in common, as JSON. */
export interface Shared {
  readonly text: string;
  /** UTF-8 size in bytes. */
  readonly bytes: number;
}

/** An event as it enters the log: already a string, never looked into again. */
export interface LoggedEvent {
  streamId: string;
  seq: number;
  shared: Shared;
  /** JSON of the fields that are its own. */
  text: string;
  /** UTF-8 size of `text` in bytes. */
  bytes: number;
  rank: number;
  time: number;
}

/** Events of one record on their way; `lines[0]` holds the shared fields. */
export interface Parcel {
  record: LogRecord;
  lines: string[];
}

/**
 * The one durable queue, log-structured: events gather in an open group, groups are sealed into immutable
 * records, records are written before they are sent and removed by key after they were acknowledged.
 * What it wrote it also keeps in memory, within a bound, so that the happy path never reads back.
 */
export interface EventLog {
  append(event: LoggedEvent): void;
  /** Resolves once all that was appended before is stored, or the store has refused it. */
  commit(): Promise<void>;
  /** Takes the oldest records that are not under way, up to `maxBytes` together but at least one. */
  take(maxBytes: number, flight: Flight, unwritten?: boolean): LogRecord[];
  /** The events of a record, from the store if need be; `undefined` when it cannot give them. */
  load(record: LogRecord): Promise<Parcel | undefined>;
  /** These events are acknowledged or dropped: they leave the log, and with its last one the record does. */
  settle(parcel: Parcel): void;
  /** Writes synchronously what the store has not confirmed. */
  spill(): void;
  /** Takes in records of another stream. */
  insert(record: LogRecord): void;
  /** Forgets records that somebody else answers for; says how many events they held. */
  release(which: (record: LogRecord) => boolean): number;
  some(which: (record: LogRecord) => boolean): boolean;
  /** Records in memory that would go down with the page. */
  exposed(): LogRecord[];
  /** The page lives on: what was beaconed waits for an answer again. */
  recall(): void;
  /** Events that wait, those under way included. */
  queued(): number;
  /** Drops everything, here and in the store. */
  clear(reason: DropReason): void;
}

export interface EventLogOptions {
  /** All that may wait, in bytes. */
  maxQueueBytes: number;
  /** How much of it may be held in memory, in bytes. */
  maxMemoryBytes: number;
  /** How long a record may wait, in ms. */
  maxQueueAge: number;
  /** Whether the device may keep anything: without consent nothing is written. */
  mayWrite(): boolean;
  /** Resolves when this tracker holds its stream: before that no other may see a record of it. */
  ready(): Promise<unknown>;
  onDrop(reason: DropReason, count: number, streamId: string): void;
}

export function createEventLog(
  store: PatientStore,
  spill: Spill,
  clock: Clock,
  { maxQueueBytes, maxMemoryBytes, maxQueueAge, mayWrite, ready, onDrop }: EventLogOptions,
): EventLog {
  const records = new Map<string, LogRecord>();
  const spilled = new Set<string>();
  let open: LoggedEvent | undefined;
  let openLines: string[] = [];
  let unwritten: LogRecord[] = [];
  /** What the store has refused: written again with the next write that succeeds. */
  let refused: LogRecord[] = [];
  let removals: string[] = [];
  let writing: Promise<void> | undefined;
  let queued = 0;
  let totalBytes = 0;
  let memoryBytes = 0;

  const insert = (record: LogRecord) => {
    records.set(record.key, record);
    queued += record.left;
    totalBytes += record.bytes;
    if (record.lines) memoryBytes += record.bytes;
  };

  const forget = (record: LogRecord) => {
    records.delete(record.key);
    queued -= record.left;
    totalBytes -= record.bytes;
    if (record.lines) memoryBytes -= record.bytes;
  };

  const remove = (record: LogRecord) => {
    forget(record);
    // A refused record has nothing in the store; were its late write to succeed, it would be sent twice and stored once.
    if (record.state !== 'memory') removals.push(record.key);
    void commit();
  };

  const drop = (record: LogRecord, reason: DropReason) => {
    remove(record);
    onDrop(reason, record.left, record.streamId);
  };

  const isOver = (share: number) =>
    totalBytes > maxQueueBytes * share ||
    ((refused.length || !mayWrite()) && memoryBytes > maxMemoryBytes * share);

  /** Lowest priority first, then oldest; a tenth at a time, so that a full queue is not searched for every event. */
  const makeRoom = () => {
    const victims = Array.from(records.values()).filter((record) => !record.flight);
    victims.sort((a, b) => a.rank - b.rank || a.time - b.time);
    for (const victim of victims) {
      if (!isOver(0.9)) break;
      drop(victim, 'overflow');
    }
  };

  const seal = () => {
    if (!open) return;
    const { streamId, seq, bytes, rank, time } = open;
    const lines = openLines;
    const count = lines.length - 1;
    const key = recordKey(streamId, seq, count, bytes, rank, time);
    const record: LogRecord = {
      key,
      streamId,
      count,
      left: count,
      bytes,
      rank,
      time,
      lines,
      state: 'sealed',
    };
    open = undefined;
    queued -= count;
    insert(record);
    unwritten.push(record);
    if (isOver(1)) makeRoom();
  };

  const settleWrite = (batch: LogRecord[], isDone: boolean) => {
    for (const record of batch) {
      record.state = isDone ? 'stored' : 'memory';
      if (isDone && memoryBytes > maxMemoryBytes && !record.flight && record.left === record.count) {
        record.lines = undefined;
        memoryBytes -= record.bytes;
      }
    }
    refused = isDone ? [] : batch;
    spilled.forEach((streamId) => {
      if (!some((record) => record.streamId === streamId && record.state !== 'stored')) {
        spill.write(streamId, []);
        spilled.delete(streamId);
      }
    });
  };

  /** One write at a time: what arrives during one goes together into the next. */
  const write = async () => {
    await ready();
    for (;;) {
      seal();
      if (mayWrite() && unwritten.length) {
        const batch = refused.concat(unwritten).filter((record) => records.has(record.key));
        unwritten = [];
        const done = await store.run((to) =>
          to.set(batch.map(({ key, lines }) => [key, (lines as string[]).join('\n')])),
        );
        settleWrite(
          batch.filter((record) => records.has(record.key)),
          !!done,
        );
      } else if (removals.length) {
        const keys = removals;
        removals = [];
        if (!(await store.run((from) => from.remove(keys)))) {
          removals = keys.concat(removals);
          break;
        }
      } else break;
    }
    writing = undefined;
  };

  const commit = () => {
    // Begun in a microtask, so that all that one task tracks is one write.
    writing = writing || Promise.resolve().then(write);
    return writing;
  };

  const some = (which: (record: LogRecord) => boolean) => Array.from(records.values()).some(which);

  return {
    append(event) {
      const { shared } = event;
      if (
        open &&
        (open.shared !== shared || open.rank !== event.rank || open.bytes + event.bytes > RECORD_BYTES)
      )
        seal();
      if (open) open.bytes += event.bytes + 1;
      else {
        open = { ...event, bytes: shared.bytes + event.bytes + 1 };
        openLines = [shared.text];
      }
      openLines.push(event.text);
      queued++;
      void commit();
    },
    commit,
    take(maxBytes, flight, isUnwritten) {
      seal();
      const taken: LogRecord[] = [];
      let bytes = 0;
      for (const record of Array.from(records.values())) {
        if (record.flight || (record.state === 'sealed' && !isUnwritten)) continue;
        if (clock.now() - record.time > maxQueueAge) {
          drop(record, 'expired');
          continue;
        }
        if (taken.length && bytes + record.bytes > maxBytes) break;
        bytes += record.bytes;
        record.flight = flight;
        taken.push(record);
      }
      return taken;
    },
    async load(record) {
      if (!record.lines) {
        const read = await store.run((from) => from.get(record.key));
        const lines = read?.value?.split('\n');
        if (lines?.length !== record.count + 1) {
          // A store that fails may answer later; one that answers wrongly has lost the record.
          if (read && records.has(record.key)) drop(record, 'store');
          return undefined;
        }
        record.lines = lines;
        memoryBytes += record.bytes;
      }
      return { record, lines: record.lines as string[] };
    },
    settle({ record, lines }) {
      if (!records.has(record.key)) return;
      const count = lines.length - 1;
      record.left -= count;
      queued -= count;
      if (record.left) record.lines = record.lines?.filter((line, at) => !at || lines.indexOf(line) < 0);
      else remove(record);
    },
    spill() {
      seal();
      if (!mayWrite()) return;
      const streams = new Map<string, SpilledRecord[]>();
      records.forEach(({ key, streamId, state, lines }) => {
        if (state === 'stored' || !lines) return;
        const entries = streams.get(streamId) || [];
        streams.set(streamId, entries);
        entries.push([key, lines.join('\n')]);
      });
      streams.forEach((entries, streamId) => {
        if (spill.write(streamId, entries)) spilled.add(streamId);
      });
    },
    insert,
    release(which) {
      let released = 0;
      records.forEach((record) => {
        if (!which(record)) return;
        released += record.left;
        forget(record);
      });
      return released;
    },
    some,
    exposed() {
      seal();
      return Array.from(records.values()).filter(
        ({ lines, flight }) => lines && (!flight || flight === 'normal'),
      );
    },
    recall() {
      records.forEach((record) => {
        if (record.flight === 'beacon') record.flight = undefined;
      });
    },
    queued: () => queued,
    clear(reason) {
      seal();
      records.forEach((record) => {
        drop(record, reason);
      });
    },
  };
}
