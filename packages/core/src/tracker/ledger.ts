import type { DroppedReport, DropReason } from '../wire.js';

/**
 * The account of a tracker. At every moment
 * `tracked + adopted = acknowledged + queued + all dropped`.
 */
export interface Stats {
  /** Events that `track` was given, refused ones too. */
  tracked: number;
  /** Events taken over from trackers that died, less those that another tracker took over from this one. */
  adopted: number;
  /** Events that the collector has answered for. */
  acknowledged: number;
  /** Events that wait. */
  queued: number;
  /** Events given up, by reason. */
  dropped: Partial<Record<DropReason, number>>;
}

export interface Ledger {
  tracked: number;
  adopted: number;
  acknowledged: number;
  dropped: Partial<Record<DropReason, number>>;
  /** Counts events of a stream as given up. */
  drop(reason: DropReason, count: number, streamId: string): void;
  /** What the collector has not yet been told, with the function that notes that it was. */
  report(own: string): { dropped: DroppedReport[]; told(): void };
}

export function createLedger(onDrop: (reason: DropReason, count: number, streamId: string) => void): Ledger {
  const streams = new Map<string, Partial<Record<DropReason, number>>>();
  let version = 0;
  let toldVersion = 0;

  const add = (counts: Partial<Record<DropReason, number>>, reason: DropReason, count: number) => {
    counts[reason] = (counts[reason] || 0) + count;
  };

  const ledger: Ledger = {
    tracked: 0,
    adopted: 0,
    acknowledged: 0,
    dropped: {},
    drop(reason, count, streamId) {
      const counts = streams.get(streamId) || {};
      streams.set(streamId, counts);
      add(counts, reason, count);
      add(ledger.dropped, reason, count);
      version++;
      onDrop(reason, count, streamId);
    },
    report(own) {
      const dropped: DroppedReport[] = [];
      const reported = version;
      if (version !== toldVersion) {
        streams.forEach((counts, streamId) => {
          for (const reason in counts) {
            const count = counts[reason as DropReason] as number;
            dropped.push({
              streamId,
              reason: reason as DropReason,
              count,
              ...(streamId !== own && { by: own }),
            });
          }
        });
      }
      return {
        dropped,
        told() {
          toldVersion = reported;
        },
      };
    },
  };
  return ledger;
}
