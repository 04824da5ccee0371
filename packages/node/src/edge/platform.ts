import type { Platform } from '@pugmark/core';
import { createMemoryLocks } from '../memory/locks.js';
import { createMemorySettings } from '../memory/settings.js';
import { createMemoryStore } from '../memory/store.js';
import { createServerSettings } from '../server-settings.js';
import { writeFields } from '../write-fields.js';
import { send } from './send.js';

/** One request of an edge worker as a platform: what every such runtime has, and nothing of Node. */
export function createPlatform(): Platform {
  return {
    name: 'server',
    clock: {
      now: () => Date.now(),
      timer(callback, ms) {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
    },
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    writeFields,
    settings: createServerSettings(createMemorySettings()),
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
