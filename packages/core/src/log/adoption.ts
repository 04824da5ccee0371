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
  /** Keys of what this stream has adopted: their spill may outlive their acknowledgement. */
  const adopted = new Set<string>();

  return async () => {
    if (isBusy || streams.isAway) return;
    isBusy = true;
    await streams.ready;
    const found = new Map<string, LogRecord>();
    const spilled = spill.read();
    for (const record of spilled) found.set(record.key, record);
    // What was spilled may have reached the store after all.
    const keys = await store((from) => from.keys());
    for (const key of keys?.value || []) found.set(key, { ...readRecord(key), isStored: true });
    const held = new Set(log.records());
    for (const record of log.records()) found.set(record.key, record);

    const isTaken = new Map<string, boolean>();
    // Several streams may have spilled one record, each of which had adopted it: all of them are taken.
    for (const record of Array.from(found.values()).concat(spilled)) {
      const { key, streamId, count, bytes, time } = record;
      if (!isTaken.has(streamId)) isTaken.set(streamId, await streams.take(streamId));
      if (!isTaken.get(streamId) || streams.isAway || found.get(key) !== record) continue;
      // What this tracker holds in memory already or has dealt with, and what is not a record, stays where it is.
      if (held.has(record) || adopted.has(streams.id + key) || !(count && bytes && time)) continue;
      adopted.add(streams.id + key);
      log.insert(record);
      ledger.adopted += count;
      if (clock.now() - time > MAX_AGE) log.remove([record], 'expired');
    }
    await log.commit();
    isTaken.forEach((isOurs, streamId) => {
      // Read again, since its owner may have spilled more while it went away.
      const isSafe = (spilled: LogRecord) => {
        const record = found.get(spilled.key);
        return spilled.streamId !== streamId || record?.isStored || record?.isGone;
      };
      // Unless the store refused it, nothing needs the spill any more.
      if (isOurs && !streams.isAway && spill.read().every(isSafe)) spill.write(streamId, []);
    });
    isBusy = false;
  };
}
