/** What happened since the start of this process; the store cannot tell, since it keeps no duplicates. */
export interface Tally {
  batches: number;
  accepted: number;
  duplicates: number;
  rejected: number;
}

export function createTally(): Tally {
  return { batches: 0, accepted: 0, duplicates: 0, rejected: 0 };
}
