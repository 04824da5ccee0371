import { randomBytes } from 'node:crypto';
import type { Logger, Platform } from '@pugmark/core';
import { atExit } from './at-exit.js';
import { clock } from './clock.js';
import { createGathering } from './gather.js';
import type { Transport } from './send.js';
import type { Storage } from './storage.js';

/** `console` would print an absent detail as "undefined"; and one that throws is the host's. */
export const logger: Logger = {
  warn(message, detail) {
    try {
      console.warn(...(detail === undefined ? [message] : [message, detail]));
    } catch {
      // Nobody can be told.
    }
  },
};

/** What a tracker needs before it has options. */
export const earlyPlatform = {
  clock,
  random: (bytes: number) => randomBytes(bytes),
  logger,
};

/** What one task may track before the disk gets it, at the end of the task, in bytes: some 50,000 large events. */
const BURST_BYTES = 64_000_000;

/** The process as a platform. Its timers do not keep it alive. */
export function createPlatform(
  { send }: Pick<Transport, 'send'>,
  { settings, store, own, watch }: Pick<Storage, 'settings' | 'store' | 'own' | 'watch'>,
): Platform {
  return {
    name: 'server',
    ...earlyPlatform,
    // A process is no visitor: it has one device and one session, for good.
    fixed: { deviceId: 'server', sessionId: 'server' },
    settings,
    store,
    writes: { gather: createGathering(), maxUnwrittenBytes: BURST_BYTES },
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
  };
}
