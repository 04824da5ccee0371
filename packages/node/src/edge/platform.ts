import type { Platform } from '@pugmark/core';
import { createMemoryLocks } from '../memory/locks.js';
import { createMemorySettings } from '../memory/settings.js';
import { createMemoryStore } from '../memory/store.js';
import { readTime } from '../read-time.js';
import { send } from './send.js';

/** The longest wait that a timer can hold, in ms; a longer one fires at once. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** One request of an edge worker as a platform: what every such runtime has, and nothing of Node. */
export function createPlatform(): Platform {
  return {
    name: 'server',
    clock: {
      now: readTime,
      timer(callback, ms) {
        const timer = setTimeout(callback, Math.min(ms, LONGEST_WAIT));
        return () => clearTimeout(timer);
      },
    },
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    fixed: { deviceId: 'server', sessionId: 'server' },
    settings: createMemorySettings(),
    store: createMemoryStore(),
    send,
    own: createMemoryLocks(),
    // Nobody says when an isolate ends.
    lifecycle: () => () => {},
    facts: () => ({}),
    campaign: () => ({}),
    logger: console,
  };
}
