import type { Batch } from '../../ports.ts';

/** When the batches of the suites are received; their events have the same time. */
export const receivedAt = Date.parse('2026-05-01T08:00:00.000Z');

export function batch(
  events: Batch['events'],
  dropped: Batch['dropped'] = [],
  rejected: Batch['rejected'] = [],
): Batch {
  return { events, dropped, rejected, receivedAt };
}
