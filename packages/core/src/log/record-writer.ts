import type { LogRecord } from './record.js';

/** Keeps the records of a log on the device, and takes them away again. */
export interface RecordWriter {
  /** A record that is not kept yet. */
  add_(record: LogRecord): void;
  /** Records that nobody needs any more. */
  drop_(records: readonly LogRecord[]): void;
  /** Parts stand for a record: what keeps it on the device goes when each of them is safe. */
  divide_(record: LogRecord, parts: readonly LogRecord[]): void;
  /** The end of a task: what it tracked is kept, or its way into the store begins. */
  settle_(): void;
  /** Makes what is about to be sent outlive this tracker. `undefined` when there is nothing to wait for. */
  secure_(): Promise<void> | undefined;
  /** Resolves once all that was added before is stored, or the store has refused it; `undefined`: it is. */
  commit_(): Promise<void> | undefined;
  /** Keeps synchronously all that the store has not confirmed. */
  spill_(): void;
  /** What is kept on the device no longer belongs to this tracker: forgets it. Answers what is kept nowhere. */
  leave_(): readonly LogRecord[];
  /** Nothing is written from now on. */
  close_(): void;
  /** Bytes of records that wait to be written. */
  unwrittenBytes_(): number;
}
