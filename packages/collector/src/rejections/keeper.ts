import type { NewRejectedEvent, Rejections } from '@pugmark/store';
import { callHost } from '../guard.ts';

/** Takes what was rejected to the store, in the background: no answer waits for it. */
export interface RejectionKeeper {
  keep(events: readonly NewRejectedEvent[]): void;
  /** Resolves when all that was taken so far is with the store, or given up. */
  flush(): Promise<void>;
}

/** Characters that may wait; what comes on top is not kept, so that a stranger cannot fill the memory. */
const MAX_WAITING = 8 * 1024 * 1024;
/** Milliseconds. */
const INTERVAL = 500;
/** At a time. */
const MAX_EVENTS = 500;

export function createRejectionKeeper(store: Rejections, onError: (error: unknown) => void): RejectionKeeper {
  const waiting: NewRejectedEvent[] = [];
  let size = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const events = waiting.splice(0, MAX_EVENTS);
      size -= events.reduce((sum, event) => sum + sizeOf(event), 0);
      try {
        await store.keepRejected(events);
      } catch (error) {
        // They were answered already, and are a help and no promise: not tried again.
        callHost(
          () => onError(error),
          () => {},
        );
      }
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  }

  return {
    keep(events) {
      for (const event of events) {
        if (size + sizeOf(event) > MAX_WAITING) return;
        waiting.push(event);
        size += sizeOf(event);
      }
      if (waiting.length > 0) timer ??= setTimeout(() => void flush(), INTERVAL);
    },
    flush,
  };
}

const sizeOf = ({ body, message }: NewRejectedEvent) => body.length + message.length + 200;
