import { isSeen, STEPS } from '../captures/is-seen.js';
import { clock } from '../clock.js';

/** Half of it, for a second. */
const SHARE = 0.5;
const DURATION = 1000;

/** Calls back once, when an element was seen. Returns what stops it. */
export function watchSeen(element: Element, onSeen: () => void): () => void {
  if (typeof IntersectionObserver !== 'function') return () => {};
  let cancel: (() => void) | undefined;
  const stop = () => {
    cancel?.();
    cancel = undefined;
    observer.disconnect();
  };
  const observer = new IntersectionObserver(
    (entries) => {
      const latest = entries[entries.length - 1];
      if (!latest || !isSeen(latest, SHARE)) {
        cancel?.();
        cancel = undefined;
      } else
        cancel ??= clock.timer(() => {
          stop();
          onSeen();
        }, DURATION);
    },
    { threshold: STEPS },
  );
  observer.observe(element);
  return stop;
}
