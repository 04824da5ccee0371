import type { Ledger } from '../account/ledger.js';
import type { EventLog } from './event-log.js';
import type { GuardedStore } from './guarded-store.js';
import type { InFlight } from './in-flight.js';
import { bytesIn, isWhole, type LogRecord } from './record.js';

/** Text of records that the store has is let go, the oldest text last: it is sent first. */
export function releaseTexts(records: readonly LogRecord[], inFlight: InFlight, maxBytes: number): void {
  let excess = bytesIn(records.filter(({ text_ }) => text_)) - maxBytes;
  for (let index = records.length - 1; excess > 0 && index >= 0; index--) {
    const record = records[index] as LogRecord;
    if (!record.isStored_ || !record.text_ || inFlight.has_(record)) continue;
    record.text_ = undefined;
    excess -= record.bytes_;
  }
}

interface LoaderParts {
  log_: Pick<EventLog, 'remove_'>;
  store_: GuardedStore;
  ledger_: Ledger;
}

/** Gets the text of a record from the store. */
export const createTextLoader =
  ({ log_, store_, ledger_ }: LoaderParts) =>
  async (record: LogRecord): Promise<void> => {
    const read = await store_('read', (from) => from.get(record.key_));
    if (record.state_ !== 'waiting' || record.text_) return;
    // A store that fails may answer later.
    if (!read) return;
    if (isWhole(record, read.value)) record.text_ = read.value;
    // Where there is none, its dead owner had it acknowledged after all.
    else if (read.value !== undefined) log_.remove_([record], 'invalid');
    else {
      ledger_.adopted -= record.count_;
      log_.remove_([record]);
    }
  };
