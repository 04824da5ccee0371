/**
 * Listens at the window; returns a function that stops it. Captured there, since not every event bubbles up to it in
 * every engine, and since an element may stand in the place of `document.addEventListener`.
 */
export function listen<T extends Event>(types: readonly string[], listener: (event: T) => void): () => void {
  let isListening = true;
  const handle = (event: Event) => {
    // Scripts that wrap listeners when they are added may not find them when they are removed.
    if (isListening) listener(event as T);
  };
  for (const type of types) window.addEventListener(type, handle, true);
  return () => {
    isListening = false;
    for (const type of types) window.removeEventListener(type, handle, true);
  };
}
