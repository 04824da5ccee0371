import type { DropReason } from '../wire.js';

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
