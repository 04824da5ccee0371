import type { SyncStore } from '@pugmark/core';

/** A time that never lies in the past, so that the session neither idles nor ages. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** A process is no visitor: one device and one session, for good, both called `server`. */
const FIXED = new Map([
  ['device', 'server'],
  ['session', JSON.stringify({ id: 'server', campaign: {}, startedAt: NEVER, lastSeenAt: NEVER })],
]);

/** Settings whose device and session are fixed; all else is kept. */
export function createServerSettings(kept: SyncStore): SyncStore {
  return {
    ...kept,
    get: (key) => FIXED.get(key) ?? kept.get(key),
    set: (key, value) => FIXED.has(key) || kept.set(key, value),
  };
}
