import type { DroppedReport, DropReason } from '../wire.js';

/**
 * The account of a tracker. At every moment
 * `tracked + adopted = acknowledged + queued + all dropped`.
 */
export interface Stats {
  /** Events that `track` was given, refused ones too. */
  tracked: number;
  /** Events taken over from trackers that are gone, less those that were left for another to take over. */
  adopted: number;
  /** Events that the collector has answered for. */
  acknowledged: number;
  /** Events that wait. */
  queued: number;
  /** Events given up, by reason. */
  dropped: Partial<Record<DropReason, number>>;
}

export interface Ledger extends Omit<Stats, 'queued'> {
  /** The stream of this tracker: its reports about other streams are told apart by it. */
  own: string | undefined;
  /** Counts events as given up; without a stream they were never numbered. */
  drop(reason: DropReason, count: number, streamId?: string): void;
  /** What the collector must still be told. */
  report(): readonly DroppedReport[];
  /** The collector has been told this report. */
  told(report: readonly DroppedReport[]): void;
}

export function createLedger(onDrop: (reason: DropReason, count: number, streamId?: string) => void): Ledger {
  /** Running totals a stream and reason; replaced, never changed, so that an old report can be told from a new one. */
  let totals: DroppedReport[] = [];
  let told = totals;

  const ledger: Ledger = {
    own: undefined,
    tracked: 0,
    adopted: 0,
    acknowledged: 0,
    dropped: {},
    drop(reason, count, streamId) {
      ledger.dropped[reason] = (ledger.dropped[reason] || 0) + count;
      onDrop(reason, count, streamId);
      if (!streamId) return;
      const by = streamId === ledger.own ? undefined : ledger.own;
      const isSame = (total: DroppedReport) =>
        total.streamId === streamId && total.reason === reason && total.by === by;
      const before = totals.find(isSame);
      totals = totals.filter((total) => total !== before);
      totals.push({ streamId, reason, count: count + (before?.count || 0), ...(by && { by }) });
    },
    report: () => (totals === told ? [] : totals),
    told(report) {
      if (report.length) told = report as DroppedReport[];
    },
  };
  return ledger;
}
