import { ownKeys } from '../encoding/own-keys.js';
import { createEventLog } from './event-log.js';
import type { LogOpener, OpenedLog, OpenLogParts } from './open-log.js';
import { isWhole, type LogRecord, MAX_AGE, readRecord, streamOfKey } from './record.js';
import type { RecordWriter } from './record-writer.js';

/**
 * Records in a store of which one process alone has a mirror in memory. What the store is told it takes over in the
 * call; what it refuses stays in the mirror, and is tried again.
 */
export interface RecordMirror {
  /** Resolves with all texts by key when what earlier processes left is known; rejects when it cannot be read now. */
  load(): Promise<Record<string, string>>;
  put(key: string, text: string): void;
  /** Of a key that is not there too. */
  drop(key: string): void;
  /** Puts parts in the place of a text: the store has the one or the others at every moment, also when it refuses them. */
  divide(key: string, parts: ReadonlyArray<readonly [key: string, text: string]>): void;
  /** What was put or dropped and still waits is handed to the store in this call. */
  write(): void;
  /** Calls back whenever the store refuses something. */
  follow(onTrouble: (cause: unknown) => void): void;
}

/**
 * The log over such a store. There are no locks, since all that this process does not hold was left by dead ones, and no
 * spill, since a record is safe at once. One for all trackers of a queue.
 */
export function createMirroredLog(mirror: RecordMirror): LogOpener {
  /** Streams that a tracker of this process holds. */
  const held: Record<string, boolean> = {};

  const open = (parts: OpenLogParts): OpenedLog => {
    const { clock, uuid_ } = parts;
    let id = '';
    let seq = 0;
    let mine: string[] = [];
    let isAway = true;
    let isClosed = false;
    const hold = (streamId: string) => {
      held[streamId] = true;
      mine.push(streamId);
    };

    mirror.follow(parts.onTrouble_);
    const drop = ({ key_ }: LogRecord) => mirror.drop(key_);
    const write = () => {
      mirror.write();
      return undefined;
    };
    const openWriter_ = (seal_: () => void): RecordWriter => ({
      add_(record) {
        record.isStored_ = true;
        if (!isClosed) mirror.put(record.key_, record.text_ as string);
      },
      drop_: (records) => records.forEach(drop),
      divide_({ key_ }, parts_) {
        mirror.divide(
          key_,
          parts_.map((part) => {
            part.isStored_ = true;
            return [part.key_, part.text_ as string];
          }),
        );
      },
      settle_: seal_,
      secure_: write,
      commit_: write,
      spill_: seal_,
      leave_: () => [],
      close_() {
        isClosed = true;
      },
      unwrittenBytes_: () => 0,
    });
    const log_ = createEventLog({ ...parts, streams_: { id_: () => id }, openWriter_ });

    const adopt = (record: LogRecord) => {
      if (!held[record.streamId_]) hold(record.streamId_);
      record.isStored_ = true;
      log_.adopt_(record);
      if (!isWhole(record, record.text_)) log_.remove_([record], 'invalid');
      else if (record.count_ && clock.now() - record.time_ > MAX_AGE) log_.remove_([record], 'expired');
    };

    return {
      log_,
      streams_: {
        id_: () => id,
        nextSeq_: () => ++seq,
        isAway_: () => isAway,
        begin_() {
          isAway = false;
          id = uuid_();
          seq = 0;
          hold(id);
        },
        leave_() {
          isAway = true;
          mine.forEach((streamId) => {
            held[streamId] = false;
          });
          mine = [];
        },
      },
      adopt_: () =>
        mirror.load().then(
          (texts) => {
            const found = isAway ? [] : ownKeys(texts).map((key) => readRecord(key, texts[key]));
            const left = found.filter((record) => record && !held[record.streamId_]) as LogRecord[];
            left.forEach(adopt);
            return left.length;
          },
          (cause) => {
            parts.onTrouble_(cause);
            return 0;
          },
        ),
    };
  };
  return {
    open_: open,
    erase_() {
      mirror.load().then(
        (texts) =>
          ownKeys(texts).forEach((key) => {
            // With consent again a tracker may have begun meanwhile.
            if (!held[streamOfKey(key)]) mirror.drop(key);
          }),
        () => {},
      );
    },
  };
}
