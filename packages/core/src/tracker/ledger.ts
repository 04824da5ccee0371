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
  /** Number of the latest event of that stream: 1, 2, 3 … Every event takes one, dropped ones too. */
  seq: number;
  /** Counts events as given up; without a stream they are not reported: never numbered, or counted by the collector. */
  drop(reason: DropReason, count: number, streamId?: string): void;
  /** What the collector must still be told. */
  report(): readonly DroppedReport[];
  /** The collector has been told this report. */
  told(report: readonly DroppedReport[]): void;
}

export function createLedger(onDrop: (reason: DropReason, count: number, streamId?: string) => void): Ledger {
  /** Running totals, by stream and reason. */
  const totals = new Map<string, DroppedReport>();
  let report: readonly DroppedReport[] = [];
  let told = report;

  const ledger: Ledger = {
    own: undefined,
    seq: 0,
    tracked: 0,
    adopted: 0,
    acknowledged: 0,
    dropped: {},
    drop(reason, count, streamId) {
      ledger.dropped[reason] = (ledger.dropped[reason] || 0) + count;
      if (streamId) {
        const by = streamId === ledger.own ? '' : ledger.own;
        const before = totals.get(streamId + by + reason)?.count || 0;
        totals.set(streamId + by + reason, { streamId, reason, count: before + count, ...(by && { by }) });
        // A new list, so that an old report can be told from a new one.
        report = Array.from(totals.values());
      }
      onDrop(reason, count, streamId);
    },
    report: () => (report === told ? [] : report),
    told(list) {
      if (list[0]) told = list;
    },
  };
  return ledger;
}
