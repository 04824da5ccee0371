import type { Logger } from '../platform.js';
import type { Answer, DropReason, Rejection } from '../wire.js';

/** What `tracker.on` tells about. */
export interface TrackerEvents {
  /** The collector has committed a batch. */
  ack: Answer;
  /** Events were given up; `streamId` is there when that is reported, so not for what the collector itself rejected. */
  drop: { reason: DropReason; count: number; streamId: string | undefined };
  /** The collector refused an event for good. */
  reject: Rejection;
  /** Something works worse than it should; told once a message. */
  error: { message: string; cause: unknown };
}

export interface Emitter {
  on<K extends keyof TrackerEvents>(name: K, listener: (detail: TrackerEvents[K]) => void): () => void;
  emit<K extends keyof TrackerEvents>(name: K, detail: TrackerEvents[K]): void;
  /** Warns once a message, in the log and as `error`. */
  tell(message: string, cause?: unknown): void;
}

/** A listener that throws harms neither the tracker nor the other listeners. */
export function createEmitter(logger: Logger): Emitter {
  const listeners = new Set<[name: string, listener: (detail: never) => void]>();
  const told = new Set<string>();

  const emitter: Emitter = {
    on(name, listener) {
      const entry: [string, (detail: never) => void] = [name, listener];
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    emit(name, detail) {
      listeners.forEach(([wanted, listener]) => {
        try {
          if (wanted === name) listener(detail as never);
        } catch (cause) {
          emitter.tell('a listener threw', cause);
        }
      });
    },
    tell(message, cause) {
      if (told.has(message)) return;
      told.add(message);
      // An absent detail would be printed.
      if (cause) logger.warn(`pugmark: ${message}`, cause);
      else logger.warn(`pugmark: ${message}`);
      emitter.emit('error', { message, cause });
    },
  };
  return emitter;
}
