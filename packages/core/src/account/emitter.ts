import type { Tracker } from '../api/tracker.js';
import type { TrackerEvents } from '../api/tracker-events.js';
import type { LifecycleSignal, Logger } from '../platform.js';

/** Different messages that are told; more are the same trouble under many names. */
const MAX_MESSAGES = 100;

/** What is told within a tracker too. */
interface EmittedEvents extends TrackerEvents {
  /** To plugins. */
  signal: LifecycleSignal;
}

export interface Emitter {
  on: Tracker['on'];
  /** Listens for a plugin, which is named when its listener throws. */
  listen_(name: keyof EmittedEvents, listener: (detail: never) => void, owner: string): () => void;
  /** A listener that causes an event of the kind that it listens to is not called again for that one. */
  emit_<K extends keyof EmittedEvents>(name: K, detail: EmittedEvents[K]): void;
  /** Warns once a message, in the log and as `error`. */
  warn_(message: string, cause?: unknown): void;
}

/** A listener, or a console, that throws harms neither the tracker nor the other listeners. */
export function createEmitter(logger: Logger): Emitter {
  let listeners: { name_: string; listener_: (detail: never) => void; owner_: string }[] = [];
  const running: Record<string, boolean> = {};
  const told: string[] = [];

  const emitter: Emitter = {
    on: (name, listener) => emitter.listen_(name, listener, 'a listener'),
    listen_(name_, listener_, owner_) {
      const entry = { name_, listener_, owner_ };
      listeners = listeners.concat(entry);
      return () => {
        listeners = listeners.filter((other) => other !== entry);
      };
    },
    emit_(name, detail) {
      if (running[name]) return;
      running[name] = true;
      listeners.forEach(({ name_, listener_, owner_ }) => {
        try {
          if (name_ === name) listener_(detail as never);
        } catch (cause) {
          emitter.warn_(`${owner_} threw`, cause);
        }
      });
      running[name] = false;
    },
    warn_(message, cause) {
      if (told.indexOf(message) >= 0 || told.length >= MAX_MESSAGES) return;
      told.push(message);
      const text = `pugmark: ${message}`;
      try {
        // An absent detail would be printed.
        if (cause) logger.warn(text, cause);
        else logger.warn(text);
      } catch {
        // A console that throws is the host's.
      }
      emitter.emit_('error', { message, cause });
    },
  };
  return emitter;
}
