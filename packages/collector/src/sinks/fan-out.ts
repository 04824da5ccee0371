import type { StoredEvent } from '@pugmark/store';
import { callHost } from '../guard.ts';
import type { BatchReport, Sink } from '../sink.ts';

/** Batches that a sink may be busy with; further ones it misses, so that one that hangs does not fill the memory. */
const MAX_PENDING = 100;

/** All sinks as one. */
export interface FanOut {
  publish(freshEvents: readonly StoredEvent[], report: BatchReport): void;
  close(): Promise<void>;
  /** Batches that each sink missed, because it was busy. */
  missed(): ReadonlyMap<string, number>;
}

export function createFanOut(sinks: readonly Sink[], onError: (error: unknown) => void): FanOut {
  const pending = new Map<Sink, number>();
  const missed = new Map<string, number>();

  function accept(sink: Sink, events: readonly StoredEvent[], report: BatchReport): void {
    const before = pending.get(sink) ?? 0;
    if (before >= MAX_PENDING) {
      missed.set(sink.name, (missed.get(sink.name) ?? 0) + 1);
      return;
    }
    callHost(() => {
      const result = sink.accept(events, report);
      if (!(result instanceof Promise)) return;
      pending.set(sink, before + 1);
      return result.finally(() => pending.set(sink, (pending.get(sink) ?? 1) - 1));
    }, onError);
  }

  return {
    publish(events, report) {
      for (const sink of sinks) accept(sink, events, report);
    },
    async close() {
      await Promise.all(
        sinks.map(async (sink) => {
          try {
            await sink.close?.();
          } catch (error) {
            callHost(
              () => onError(error),
              () => {},
            );
          }
        }),
      );
    },
    missed: () => missed,
  };
}
