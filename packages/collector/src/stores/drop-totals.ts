import type { DroppedReport } from '@pugmark/core';

/** The running totals of drops: who dropped counts for itself, so the highest holds for each, and these add up. */
export interface DropTotals {
  record(report: DroppedReport): void;
  /** By reason. */
  of(streamId: string): Record<string, number>;
}

export function createDropTotals(): DropTotals {
  const streams = new Map<string, Map<string, { reason: string; count: number }>>();
  return {
    record({ streamId, reason, count, by = '' }) {
      const totals = streams.get(streamId) ?? new Map<string, { reason: string; count: number }>();
      streams.set(streamId, totals);
      const key = `${reason} ${by}`;
      totals.set(key, { reason, count: Math.max(totals.get(key)?.count ?? 0, count) });
    },
    of(streamId) {
      const totals = streams.get(streamId)?.values() ?? [];
      return sumByReason([...totals].map(({ reason, count }) => [reason, count]));
    },
  };
}

/** In a Map first: a reason may be called `constructor`. */
export function sumByReason(
  counts: readonly (readonly [reason: string, count: number])[],
): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [reason, count] of counts) sums.set(reason, (sums.get(reason) ?? 0) + count);
  return Object.fromEntries(sums);
}
