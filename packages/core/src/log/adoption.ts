import type { Clock } from '../platform.js';
import type { Ledger } from '../tracker/ledger.js';
import type { EventLog } from './event-log.js';
import type { PatientStore } from './patient-store.js';
import { type LogRecord, readRecord } from './record.js';
import type { Spill } from './spill.js';
import type { Streams } from './streams.js';

/** Older records are dropped when they are found, in ms: a week. */
const MAX_AGE = 6048e5;

/** A function that takes over what dead trackers left behind; it resolves when that is in the log. */
export function createAdoption(
  store: PatientStore,
  spill: Spill,
  streams: Streams,
  log: EventLog,
  ledger: Ledger,
  clock: Clock,
): () => Promise<void> {
  let isBusy = false;

  return async () => {
    if (isBusy || streams.isAway) return;
    isBusy = true;
    await streams.ready;
    const found = new Map<string, LogRecord>();
    for (const record of spill.read()) found.set(record.key, record);
    // What was spilled may have reached the store after all.
    const keys = await store((from) => from.keys());
    for (const key of keys?.value || []) found.set(key, { ...readRecord(key), isStored: true });
    // What this tracker holds in memory already, and what is not a record, stays where it is.
    for (const { key } of log.records()) found.delete(key);
    found.forEach(({ count, bytes, time }, key) => {
      if (!(count && bytes && time)) found.delete(key);
    });

    const isTaken = new Map<string, boolean>();
    for (const record of found.values()) {
      const { streamId } = record;
      if (!isTaken.has(streamId)) isTaken.set(streamId, await streams.take(streamId));
      if (!isTaken.get(streamId) || streams.isAway) continue;
      log.insert(record);
      ledger.adopted += record.count;
      if (clock.now() - record.time > MAX_AGE) log.remove([record], 'expired');
    }
    await log.commit();
    isTaken.forEach((isOurs, streamId) => {
      const isSafe = (record: LogRecord) => record.streamId !== streamId || record.isStored || record.isGone;
      // Unless the store refused it, nothing needs the spill any more.
      if (isOurs && !streams.isAway && [...found.values()].every(isSafe)) spill.write(streamId, []);
    });
    isBusy = false;
  };
}
