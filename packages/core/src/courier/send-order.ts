import type { InFlight } from '../log/in-flight.js';
import type { LogRecord, Suspect } from '../log/record.js';

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
  /** A request with these records failed, perhaps because of one of them. Answers whether the record was set aside. */
  suspect_(records: readonly LogRecord[], now: number): boolean;
  /** The server has accepted records. */
  succeed_(): void;
  /** Sets a record aside. */
  park_(record: LogRecord, now: number): void;
  /** Everything that was set aside may be asked for again. */
  unpark_(records: readonly LogRecord[]): void;
  /** ms until the first of these records that have failed may be asked for again; `Infinity`: there is none. */
  wait_(records: readonly LogRecord[], now: number): number;
}

export function createSendOrder(inFlight: InFlight): SendOrder {
  let turn = 0;
  let lastSuccess = 0;

  const restOf = ({ until_, rests_ }: Suspect, now: number) => {
    const rest = until_ - now;
    // A clock that was set back must not prolong it.
    return rest > FIRST_REST * 2 ** rests_ ? 0 : Math.max(0, rest);
  };

  const park = (record: LogRecord, now: number) => {
    const { turn_, rests_ } = record.suspect_ || { turn_: turn, rests_: 0 };
    const until_ = now + Math.min(MAX_REST, FIRST_REST * 2 ** rests_);
    record.suspect_ = { turn_, rests_: rests_ + 1, until_ };
  };

  return {
    next_(records, now) {
      const free = records.filter((record) => !inFlight.has_(record));
      const fresh = free.filter(({ suspect_ }) => !suspect_);
      if (fresh[0]) return fresh;
      // Stable by position among those that failed together.
      return free
        .filter(({ suspect_ }) => suspect_ && !restOf(suspect_, now))
        .sort((a, b) => (a.suspect_ as Suspect).turn_ - (b.suspect_ as Suspect).turn_);
    },
    suspect_(records, now) {
      turn++;
      const [only] = records as [LogRecord];
      const before = only.suspect_;
      // Alone, again, and others were accepted since: the fault is its own.
      const isOwnFault = Boolean(!records[1] && before && (before.until_ > 0 || lastSuccess > before.turn_));
      records.forEach((record) => {
        record.suspect_ = { until_: 0, rests_: 0, ...record.suspect_, turn_: turn };
      });
      if (isOwnFault) park(only, now);
      return isOwnFault;
    },
    succeed_() {
      lastSuccess = ++turn;
    },
    park_: park,
    unpark_(records) {
      records.forEach(({ suspect_ }) => {
        if (suspect_?.until_) suspect_.until_ = 1;
      });
    },
    wait_: (records, now) =>
      records.reduce(
        (wait, record) =>
          record.suspect_ && !inFlight.has_(record) ? Math.min(wait, restOf(record.suspect_, now)) : wait,
        Infinity,
      ),
  };
}
