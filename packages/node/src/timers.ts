// Taken when the module loads: test tools replace them later, and nothing would be written or sent any more.
export const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;

/** The longest wait that a timer of Node can hold, in ms; a longer one fires at once. */
export const LONGEST_WAIT = 2 ** 31 - 1;

/** A timer that does not keep the process alive. Returns what cancels it. @param ms Cut to `LONGEST_WAIT`. */
export function startTimer(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, Math.min(ms, LONGEST_WAIT)).unref();
  return () => clearTimeout(timer);
}
