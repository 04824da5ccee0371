import type { LifecycleSignal } from '@pugmark/core';

/**
 * Follows the page. `beforeunload` and `unload` are left alone: they keep a page out of the back/forward cache,
 * and mobile browsers never send them.
 */
export function lifecycle(listener: (signal: LifecycleSignal) => void): () => void {
  const stops: (() => void)[] = [];
  const on = (target: EventTarget, type: string, signal: (event: Event) => LifecycleSignal | false) => {
    const handler = (event: Event) => {
      const name = signal(event);
      if (name) listener(name);
    };
    target.addEventListener(type, handler);
    stops.push(() => target.removeEventListener(type, handler));
  };
  on(document, 'visibilitychange', () => (document.visibilityState === 'hidden' ? 'hidden' : 'visible'));
  on(document, 'freeze', () => 'hidden');
  on(window, 'pagehide', () => 'exit');
  on(window, 'pageshow', (event) => (event as PageTransitionEvent).persisted && 'visible');
  on(window, 'online', () => 'online');
  on(window, 'offline', () => 'offline');
  return () => {
    for (const stop of stops) stop();
  };
}
