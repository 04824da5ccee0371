import type { StoredEvent } from '@pugmark/store';
import type { PlanFinding } from './stages/check-plan.ts';

/** What became of one request that was answered with 200. */
export interface BatchReport {
  /** Milliseconds. */
  receivedAt: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  /** How often each event name came. */
  names: ReadonlyMap<string, number>;
  /** How many were rejected for each reason: `off_plan`, `invalid_name` … */
  rejectedBy: ReadonlyMap<string, number>;
  /** What the tracking plan says of each event, where there is a plan. An event that is sent again is there again. */
  findings: readonly PlanFinding[];
}

/**
 * Hears of every batch after it was stored: a live view, counters, a line on the console. It is called at most once for a
 * batch, and misses those of other collectors and those of before a crash: what must miss nothing follows the feed of the
 * store. Whatever it throws, rejects with or never resolves changes no answer.
 *
 * @example
 * const sink: Sink = { name: 'orders', accept: (events) => count(events.filter((e) => e.eventName === 'order_paid')) };
 * const collector = await createCollector({ sinks: [sink] });
 */
export interface Sink {
  /** For errors and metrics. */
  name: string;
  /** @param freshEvents Those that were not in the store before. */
  accept(freshEvents: readonly StoredEvent[], report: BatchReport): void | Promise<void>;
  /** Called once when the collector has stopped. */
  close?(): void | Promise<void>;
}
