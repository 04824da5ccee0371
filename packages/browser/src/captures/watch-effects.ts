import type { Clock } from '@pugmark/core';
import { listen } from '../listen.js';

/** A click that has changed nothing after this time (ms) was dead. */
const PATIENCE = 1000;
/** What shows that something has happened, apart from changes of the document. */
const SIGNS = ['scroll', 'selectionchange', 'pagehide', 'blur', 'focusin', 'change', 'submit'];

/** Sees whether anything happens on the page. While nothing is expected, nothing is watched. */
export function watchEffects(clock: Clock) {
  let undo: (() => void) | undefined;

  const stop = () => {
    undo?.();
    undo = undefined;
  };

  return {
    /** Calls back unless something happens soon. */
    expect_(onNothing: () => void) {
      stop();
      const { href } = location;
      const observer = new MutationObserver(stop);
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      const unlisten = listen(SIGNS, stop);
      const cancel = clock.timer(() => {
        stop();
        if (location.href === href) onNothing();
      }, PATIENCE);
      undo = () => {
        observer.disconnect();
        unlisten();
        cancel();
      };
    },
    stop_: stop,
  };
}
