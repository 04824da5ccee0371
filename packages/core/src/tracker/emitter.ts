import type { Answer, DropReason, Rejection } from '../wire.js';

/** What `tracker.on` tells about. */
export interface TrackerEvents {
  /** The collector has committed a batch. */
  ack: Answer;
  /** Events were given up. */
  drop: { reason: DropReason; count: number; streamId: string };
  /** The collector refused an event for good. */
  reject: Rejection;
  /** Something works worse than it should; the message says what to do. */
  error: { code: string; message: string; cause?: unknown };
}

export interface Emitter {
  on<K extends keyof TrackerEvents>(name: K, listener: (detail: TrackerEvents[K]) => void): () => void;
  emit<K extends keyof TrackerEvents>(name: K, detail: TrackerEvents[K]): void;
}

/** A listener that throws harms neither the tracker nor the other listeners. */
export function createEmitter(onThrow: (cause: unknown) => void): Emitter {
  const listeners: { [name: string]: Set<(detail: never) => void> } = {};
  const of = (name: string) => (listeners[name] = listeners[name] || new Set());

  return {
    on(name, listener) {
      of(name).add(listener);
      return () => of(name).delete(listener);
    },
    emit(name, detail) {
      of(name).forEach((listener) => {
        try {
          listener(detail as never);
        } catch (cause) {
          onThrow(cause);
        }
      });
    },
  };
}
