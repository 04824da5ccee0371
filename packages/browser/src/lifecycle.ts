import type { LifecycleSignal } from '@pugmark/core';

const SIGNALS: Record<string, LifecycleSignal> = {
  pagehide: 'exit',
  pageshow: 'visible',
  online: 'online',
  offline: 'offline',
};

/**
 * Follows the page. `beforeunload` and `unload` are left alone: they keep a page out of the back/forward cache,
 * and mobile browsers never send them.
 */
export function lifecycle(listener: (signal: LifecycleSignal) => void): () => void {
  const handle = ({ type, persisted }: Event & { persisted?: boolean }) => {
    // The first `pageshow` is no return.
    if (type !== 'pageshow' || persisted)
      listener(SIGNALS[type] || (document.visibilityState as 'visible' | 'hidden'));
  };
  const types = [...Object.keys(SIGNALS), 'visibilitychange'];
  // Captured at the window, since `visibilitychange` does not bubble up to it in every engine.
  for (const type of types) addEventListener(type, handle, true);
  return () => {
    for (const type of types) removeEventListener(type, handle, true);
  };
}
