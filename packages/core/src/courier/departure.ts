import type { EventLog, Parcel } from '../log/event-log.js';
import type { Clock } from '../platform.js';
import type { Ledger } from '../tracker/ledger.js';
import { type Sender, writeEnvelope } from './envelope.js';
import { halve } from './halve.js';

export interface DepartureOptions {
  url: string;
  maxBatchBytes: number;
  sender: Sender;
  streamId(): string;
  sendOnExit(url: string, body: string): boolean;
}

/**
 * The page goes away: everything that no surviving request carries is handed to the platform, in batches, and in
 * halves of what it refuses. Nothing leaves the log for it, since a beacon is no answer.
 */
export function depart(
  log: EventLog,
  ledger: Ledger,
  clock: Clock,
  { url, maxBatchBytes, sender, streamId, sendOnExit }: DepartureOptions,
): void {
  const post = (parcels: Parcel[]): boolean => {
    const groups = parcels.map(({ lines }) => lines);
    if (sendOnExit(url, writeEnvelope(sender, groups, ledger.report(streamId()).dropped, clock.now()))) {
      for (const { record } of parcels) record.flight = 'beacon';
      return true;
    }
    const halves = halve(parcels);
    return !!halves && post(halves[0]) && post(halves[1]);
  };

  let parcels: Parcel[] = [];
  let bytes = 0;
  for (const record of log.exposed()) {
    if (parcels.length && bytes + record.bytes > maxBatchBytes) {
      // The platform has no room left: what remains is in the store or the spill.
      if (!post(parcels)) return;
      parcels = [];
      bytes = 0;
    }
    parcels.push({ record, lines: record.lines as string[] });
    bytes += record.bytes;
  }
  if (parcels.length) post(parcels);
}
