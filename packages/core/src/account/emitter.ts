import type { Tracker } from '../api/tracker.js';
import type { TrackerEvents } from '../api/tracker-events.js';
import type { Logger } from '../platform.js';

/** Different messages that are told; more are the same trouble under many names. */
const MAX_MESSAGES = 100;

export interface Emitter {
  on: Tracker['on'];
  /** A listener that causes an event of the kind that it listens to is not called again for that one. */
  emit_<K extends keyof TrackerEvents>(name: K, detail: TrackerEvents[K]): void;
  /** Warns once a message, in the log and as `error`. */
  warn_(message: string, cause?: unknown): void;
}

/** A listener, or a console, that throws harms neither the tracker nor the other listeners. */
export function createEmitter(logger: Logger): Emitter {
  let listeners: { name: string; listener: (detail: never) => void }[] = [];
  const running: Record<string, boolean> = {};
  const told: Record<string, boolean> = {};
  let messages = 0;

  const emitter: Emitter = {
    on(name, listener) {
      const entry = { name, listener };
      listeners = listeners.concat(entry);
      return () => {
        listeners = listeners.filter((other) => other !== entry);
      };
    },
    emit_(name, detail) {
      if (running[name]) return;
      running[name] = true;
      const called = listeners;
      for (let index = 0; index < called.length; index++) {
        const entry = called[index] as (typeof listeners)[number];
        try {
          if (entry.name === name) entry.listener(detail as never);
        } catch (cause) {
          emitter.warn_('a listener threw', cause);
        }
      }
      running[name] = false;
    },
    warn_(message, cause) {
      // Behind a space, so that no message is the name of something that every object has.
      if (told[` ${message}`] || messages >= MAX_MESSAGES) return;
      told[` ${message}`] = true;
      messages++;
      try {
        // An absent detail would be printed.
        if (cause) logger.warn(`pugmark: ${message}`, cause);
        else logger.warn(`pugmark: ${message}`);
      } catch {
        // A console that throws is the host's.
      }
      emitter.emit_('error', { message, cause });
    },
  };
  return emitter;
}
