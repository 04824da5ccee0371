import type { StoredEvent } from '../event.ts';
import type { RejectedNumber } from './store.ts';

/** The numbers that were rejected, each once. */
export interface Rejections {
  add(number: RejectedNumber): void;
  /** The event was stored after all. */
  remove(event: Pick<StoredEvent, 'streamId' | 'seq'>): void;
  /** How many of a stream. */
  of(streamId: string): number;
}

/** @param max Numbers to remember; older ones stay counted, and count again when they come again. */
export function createRejections(max: number): Rejections {
  const numbers = new Set<string>();
  const counts = new Map<string, number>();
  const count = (streamId: string, change: number) =>
    counts.set(streamId, (counts.get(streamId) ?? 0) + change);

  return {
    add({ streamId, seq }) {
      const key = `${seq} ${streamId}`;
      if (numbers.has(key)) return;
      numbers.add(key);
      count(streamId, 1);
      if (numbers.size > max) numbers.delete(numbers.keys().next().value as string);
    },
    remove({ streamId, seq }) {
      // Asked for every event, while hardly any stream has rejections.
      if (streamId && counts.get(streamId) && numbers.delete(`${seq} ${streamId}`)) count(streamId, -1);
    },
    of: (streamId) => counts.get(streamId) ?? 0,
  };
}
