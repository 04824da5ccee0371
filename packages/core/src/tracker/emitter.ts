import type { Logger } from '../platform.js';
import type { Answer, DropReason, Rejection } from '../wire.js';

/** What `tracker.on` tells about. */
export interface TrackerEvents {
  /** The collector has committed a batch. */
  ack: Answer;
  /** Events were given up. */
  drop: { reason: DropReason; count: number; streamId: string | undefined };
  /** The collector refused an event for good. */
  reject: Rejection;
  /** Something works worse than it should; told once a code. */
  error: { code: string; message: string; cause: unknown };
}

export interface Emitter {
  on<K extends keyof TrackerEvents>(name: K, listener: (detail: TrackerEvents[K]) => void): () => void;
  emit<K extends keyof TrackerEvents>(name: K, detail: TrackerEvents[K]): void;
  /** Warns once a code, in the log and as `error`. */
  tell(code: string, message: string, cause?: unknown): void;
}

/** A listener that throws harms neither the tracker nor the other listeners. */
export function createEmitter(logger: Logger): Emitter {
  let listeners: { name: string; listener: (detail: never) => void }[] = [];
  const told: string[] = [];

  const emit: Emitter['emit'] = (name, detail) => {
    for (const entry of listeners) {
      try {
        if (entry.name === name) entry.listener(detail as never);
      } catch (cause) {
        tell('listener', 'a listener threw', cause);
      }
    }
  };

  const tell: Emitter['tell'] = (code, message, cause) => {
    if (told.includes(code)) return;
    told.push(code);
    logger.warn(`pugmark: ${message}`, cause);
    emit('error', { code, message, cause });
  };

  return {
    on(name, listener) {
      const entry = { name, listener };
      listeners = listeners.concat(entry);
      return () => {
        listeners = listeners.filter((other) => other !== entry);
      };
    },
    emit,
    tell,
  };
}
