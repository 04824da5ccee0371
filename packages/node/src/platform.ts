import { randomBytes } from 'node:crypto';
import type { Logger, Platform } from '@pugmark/core';
import { createLocks } from './ownership.js';
import type { Transport } from './send.js';
import { createSettings } from './settings.js';
import { createStore } from './store.js';
import { LONGEST_WAIT } from './timers.js';

/** `console` would print an absent detail as "undefined". */
export const logger: Logger = {
  warn: (message, detail) => console.warn(...(detail === undefined ? [message] : [message, detail])),
};

/** The process as a platform. Its timers do not keep it alive. */
export function createPlatform({ send }: Pick<Transport, 'send'>): Platform {
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
    settings: createSettings(),
    store: createStore(),
    send,
    own: createLocks(),
    // A process is never hidden, and its end belongs to `lifecycle.ts`.
    lifecycle: () => () => {},
    // The server's own machine says nothing about the user.
    facts: () => ({}),
    campaign: () => ({}),
    logger,
  };
}
