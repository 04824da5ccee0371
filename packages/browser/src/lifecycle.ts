import type { LifecycleSignal } from '@pugmark/core';
import { listen } from './listen.js';
import { readDocument } from './read-document.js';

const SIGNALS: Record<string, LifecycleSignal | undefined> = {
  pagehide: 'exit',
  pageshow: 'visible',
  online: 'online',
  offline: 'offline',
  visibilitychange: undefined,
};
const TYPES = ['pagehide', 'pageshow', 'online', 'offline', 'visibilitychange'];

/**
 * Follows the page. `beforeunload` and `unload` are left alone: they keep a page out of the back/forward cache,
 * and mobile browsers never send them.
 */
export function lifecycle(listener: (signal: LifecycleSignal) => void): () => void {
  return listen(TYPES, ({ type, persisted }: Event & { persisted?: boolean }) => {
    // The first `pageshow` is no return.
    if (type !== 'pageshow' || persisted)
      listener(SIGNALS[type] || (readDocument('visibilityState') as 'visible' | 'hidden'));
  });
}
