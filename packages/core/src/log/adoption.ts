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

  /** Everything that waits outside this tracker's memory, by key. */
  const list = async () => {
    const found = new Map<string, LogRecord>();
    spill.each((record) => found.set(record.key, record));
    // What was spilled may have reached the store after all.
    for (const key of (await store((from) => from.keys()))?.value || []) {
      const record = readRecord(key);
      if (record) found.set(key, { ...found.get(key), ...record });
    }
    return [...found.values()];
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
      const ids = new Set((await list()).map(({ streamId }) => streamId));
      for (const id of [...ids]) if (!(await streams.take(id))) ids.delete(id);
      // Listed again under the locks: the owner may have sent some of it before it died.
      for (const record of ids.size ? await list() : []) {
        if (!ids.has(record.streamId) || streams.isAway()) continue;
        log.insert(record);
        ledger.adopted += record.count;
      }
      tidy();
      isBusy = false;
    },
    tidy,
  };
}
