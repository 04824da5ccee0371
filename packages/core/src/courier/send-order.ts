import { ownKeys } from '../encoding/own-keys.js';
import type { InFlight } from '../log/in-flight.js';
import type { LogRecord } from '../log/record.js';

/** The first rest of a record that was set aside, in ms; each further one doubles. */
const FIRST_REST = 30_000;
/** The longest, in ms: an hour. */
const MAX_REST = 36e5;

/**
 * Which records are sent next, so that none holds up the others: records that nothing has refused first, then those whose
 * request failed, the one that failed longest ago first. A record that fails alone while others are accepted is set
 * aside: it stays in the queue, and is asked for rarely.
 */
export interface SendOrder {
  /** Records that may be sent now, in order. */
  next_(records: readonly LogRecord[], now: number): LogRecord[];
  /** Some of these records have failed, and may be asked for again now. */
  hasSuspects_(records: readonly LogRecord[], now: number): boolean;
  /** A request with these records failed, perhaps because of one of them. Answers whether the record was set aside. */
  suspect_(records: readonly LogRecord[], now: number): boolean;
  /** The server has accepted these records. */
  clear_(records: readonly LogRecord[]): void;
  /** These records have left the queue. */
  forget_(records: readonly LogRecord[]): void;
  /** Sets a record aside. */
  park_(record: LogRecord, now: number): void;
  /** Everything that was set aside may be asked for again. */
  unpark_(): void;
  /** ms until the first of these records that was set aside may be asked for; `Infinity`: there is none. */
  wait_(records: readonly LogRecord[], now: number): number;
}

interface Suspect {
  /** When it failed, on a count of failures and successes. */
  turn: number;
  rests: number;
  /** ms since 1970; 0: it is not set aside. */
  until: number;
}

export function createSendOrder(inFlight: InFlight): SendOrder {
  const suspects: Record<string, Suspect> = {};
  let turn = 0;
  let lastSuccess = 0;

  const restOf = ({ until, rests }: Suspect, now: number) => {
    const rest = until - now;
    // A clock that was set back must not prolong it.
    return rest > FIRST_REST * 2 ** rests ? 0 : Math.max(0, rest);
  };

  const park = ({ key_ }: LogRecord, now: number) => {
    const suspect = suspects[key_] || { turn, rests: 0, until: 0 };
    suspects[key_] = suspect;
    suspect.until = now + Math.min(MAX_REST, FIRST_REST * 2 ** suspect.rests);
    suspect.rests++;
  };

  const forget = (records: readonly LogRecord[]) => {
    for (const { key_ } of records) delete suspects[key_];
  };

  return {
    next_(records, now) {
      const fresh: LogRecord[] = [];
      const failed: { record: LogRecord; turn: number }[] = [];
      for (let index = 0; index < records.length; index++) {
        const record = records[index] as LogRecord;
        if (inFlight.has_(record)) continue;
        const suspect = suspects[record.key_];
        if (!suspect) fresh.push(record);
        else if (!restOf(suspect, now)) failed.push({ record, turn: suspect.turn });
      }
      if (fresh[0]) return fresh;
      // Stable by position among those that failed together.
      failed.sort((a, b) => a.turn - b.turn);
      return failed.map(({ record }) => record);
    },
    hasSuspects_(records, now) {
      for (let index = 0; index < records.length; index++) {
        const suspect = suspects[(records[index] as LogRecord).key_];
        if (suspect && !restOf(suspect, now)) return true;
      }
      return false;
    },
    suspect_(records, now) {
      turn++;
      const [only] = records as [LogRecord];
      const before = suspects[only.key_];
      // Alone, again, and others were accepted since: the fault is its own.
      const isOwnFault =
        !records[1] && before !== undefined && (before.until > 0 || lastSuccess > before.turn);
      records.forEach(({ key_ }) => {
        suspects[key_] = { until: 0, rests: 0, ...suspects[key_], turn };
      });
      if (isOwnFault) park(only, now);
      return isOwnFault;
    },
    clear_(records) {
      lastSuccess = ++turn;
      forget(records);
    },
    forget_: forget,
    park_: park,
    unpark_() {
      for (const key of ownKeys(suspects)) {
        const suspect = suspects[key] as Suspect;
        if (suspect.until) suspect.until = 1;
      }
    },
    wait_(records, now) {
      let wait = Infinity;
      for (let index = 0; index < records.length; index++) {
        const suspect = suspects[(records[index] as LogRecord).key_];
        if (suspect?.until) wait = Math.min(wait, restOf(suspect, now));
      }
      return wait;
    },
  };
}
