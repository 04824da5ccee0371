import { randomBytes } from 'node:crypto';
import type { Logger, Platform } from '@pugmark/core';
import { atExit } from './at-exit.js';
import { createGathering } from './gather.js';
import type { Transport } from './send.js';
import { createServerSettings } from './server-settings.js';
import type { Storage } from './storage.js';
import { LONGEST_WAIT } from './timers.js';
import { writeFields } from './write-fields.js';

/** `console` would print an absent detail as "undefined". */
export const logger: Logger = {
  warn: (message, detail) => console.warn(...(detail === undefined ? [message] : [message, detail])),
};

/** The process as a platform. Its timers do not keep it alive. */
export function createPlatform(
  { send }: Pick<Transport, 'send'>,
  { settings, store, own, watch }: Omit<Storage, 'isKept'>,
): Platform {
  return {
    name: 'server',
    clock: {
      now: () => Date.now(),
      timer(callback, ms) {
        const timer = setTimeout(callback, Math.min(ms, LONGEST_WAIT)).unref();
        return () => clearTimeout(timer);
      },
    },
    random: (bytes) => randomBytes(bytes),
    writeFields,
    settings: createServerSettings(settings),
    store,
    gather: createGathering(),
    send,
    requests: 4,
    own,
    // A process is never hidden. What it delivers before its end belongs to `lifecycle.ts`.
    lifecycle(listener) {
      const cancel = atExit(() => listener('exit'));
      // The signal that makes the engine look for what others left.
      const stopWatching = watch(() => listener('online'));
      return () => {
        cancel();
        stopWatching();
      };
    },
    // The server's own machine says nothing about the user.
    facts: () => ({}),
    campaign: () => ({}),
    logger,
  };
}
