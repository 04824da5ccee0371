import type { Stats } from '../api/stats.js';
import type { DropReason } from '../wire.js';
import type { Emitter } from './emitter.js';

/** The account of a tracker, less what waits: that is counted where it waits. */
export interface Ledger extends Omit<Stats, 'queued'> {
  /**
   * Counts events as given up.
   *
   * @param streamId Where the collector is told which they were.
   */
  countDrop_(reason: DropReason, count: number, streamId?: string): void;
}

export function createLedger(emit: Emitter['emit_']): Ledger {
  const ledger: Ledger = {
    tracked: 0,
    adopted: 0,
    acknowledged: 0,
    dropped: {},
    countDrop_(reason, count, streamId) {
      if (!count) return;
      ledger.dropped[reason] = (ledger.dropped[reason] || 0) + count;
      emit('drop', { reason, count, streamId });
    },
  };
  return ledger;
}
