import type { Ledger } from '../tracker/ledger.js';
import type { EventLog } from './event-log.js';
import type { PatientStore } from './patient-store.js';
import { type LogRecord, readRecord } from './record.js';
import type { Spill } from './spill.js';
import type { Streams } from './streams.js';

export interface Adoption {
  /** Takes over what dead trackers left behind; resolves when it is in the log. */
  adopt(): Promise<void>;
  /** Frees the streams whose last record is gone. */
  tidy(): void;
}

export function createAdoption(
  store: PatientStore,
  spill: Spill,
  streams: Streams,
  log: EventLog,
  ledger: Ledger,
): Adoption {
  let isBusy = false;

  /** Everything that waits outside this tracker's memory, by stream. */
  const list = async () => {
    const found = new Map<string, Map<string, LogRecord>>();
    const add = (streamId: string, record: LogRecord) => {
      const records = found.get(streamId) || new Map<string, LogRecord>();
      found.set(streamId, records);
      // What was spilled may have reached the store after all.
      if (!records.has(record.key)) records.set(record.key, record);
    };
    const keys = await store((from) => from.keys());
    for (const key of keys?.value || []) {
      const record = readRecord(key);
      if (record) add(record.streamId, record);
    }
    spill.each((streamId, records) => {
      for (const record of records) add(streamId, { ...record, streamId });
    });
    return found;
  };

  const tidy = () => {
    for (const id of streams.taken()) {
      if (log.records().some((record) => record.streamId === id)) continue;
      spill.write(id, []);
      streams.release(id);
    }
  };

  return {
    async adopt() {
      if (isBusy || streams.isAway()) return;
      isBusy = true;
      await streams.ready();
      const taken: string[] = [];
      for (const id of Array.from((await list()).keys())) if (await streams.take(id)) taken.push(id);
      if (taken.length) {
        // Listed again under the locks: the owner may have sent some of it before it died.
        const found = await list();
        for (const id of taken) {
          if (streams.isAway()) break;
          found.get(id)?.forEach((record) => {
            log.insert(record);
            ledger.adopted += record.count;
          });
        }
        tidy();
      }
      isBusy = false;
    },
    tidy,
  };
}
