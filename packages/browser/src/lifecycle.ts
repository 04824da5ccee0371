import type { LifecycleSignal } from '@pugmark/core';
import { listen } from './listen.js';
import { readDocument } from './read-document.js';

const TYPES = ['pagehide', 'pageshow', 'visibilitychange', 'online', 'offline'];

/**
 * Follows the page. `beforeunload` and `unload` are left alone: they keep a page out of the back/forward cache,
 * and mobile browsers never send them.
 */
export function lifecycle(listener: (signal: LifecycleSignal) => void): () => void {
  return listen(TYPES, ({ type, persisted }: Event & { persisted?: boolean }) => {
    // The first `pageshow` is no return.
    if (type === 'pageshow' && !persisted) return;
    const isVisibility = type === 'visibilitychange';
    const signal = isVisibility ? readDocument('visibilityState') : type === 'pageshow' ? 'visible' : type;
    listener((type === 'pagehide' ? 'exit' : signal) as LifecycleSignal);
  });
}
