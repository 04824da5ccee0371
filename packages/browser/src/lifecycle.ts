import type { LifecycleSignal } from '@pugmark/core';

/**
 * Follows the page. `beforeunload` and `unload` are left alone: they keep a page out of the back/forward cache,
 * and mobile browsers never send them.
 */
export function lifecycle(listener: (signal: LifecycleSignal) => void): () => void {
  const onDocument = () => listener(document.visibilityState as 'visible' | 'hidden');
  const onWindow = ({ type, persisted }: Event & { persisted?: boolean }) => {
    if (type === 'pagehide') listener('exit');
    else if (type !== 'pageshow') listener(type as 'online' | 'offline');
    else if (persisted) listener('visible');
  };
  const signals: [target: EventTarget, types: string[], handler: (event: Event) => void][] = [
    [document, ['visibilitychange', 'freeze'], onDocument],
    [window, ['pagehide', 'pageshow', 'online', 'offline'], onWindow],
  ];
  const each = (method: 'addEventListener' | 'removeEventListener') => {
    for (const [target, types, handler] of signals) for (const type of types) target[method](type, handler);
  };
  each('addEventListener');
  return () => each('removeEventListener');
}
