import type { SyncStore } from '@pugmark/core';

/** A time that never lies in the past, so that the session neither idles nor ages. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** A process is no visitor: one device and one session, for good, both called `server`. */
const FIXED = new Map([
  ['device', 'server'],
  ['session', JSON.stringify({ id: 'server', campaign: {}, startedAt: NEVER, lastSeenAt: NEVER })],
]);

/** Settings in memory, for the life of the process. */
export function createSettings(): SyncStore {
  const kept = new Map<string, string>();
  return {
    get: (key) => FIXED.get(key) ?? kept.get(key),
    set(key, value) {
      if (!FIXED.has(key)) kept.set(key, value);
      return true;
    },
    remove: (key) => void kept.delete(key),
    keys: () => [...kept.keys()],
  };
}
