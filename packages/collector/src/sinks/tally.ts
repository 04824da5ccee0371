import type { Sink } from '../sink.ts';

/** What happened since the start of this process; the store cannot tell, since it keeps no duplicates. */
export interface Tally {
  batches: number;
  accepted: number;
  duplicates: number;
  rejected: number;
}

/** Counts batches; `report` tells what was counted so far. */
export function createTally(): Sink & { report(): Tally } {
  const tally: Tally = { batches: 0, accepted: 0, duplicates: 0, rejected: 0 };
  return {
    name: 'tally',
    accept(_, { accepted, duplicates, rejected }) {
      tally.batches++;
      tally.accepted += accepted;
      tally.duplicates += duplicates;
      tally.rejected += rejected;
    },
    report: () => tally,
  };
}
