/** For what happens before there is a tracker. A console that throws is the host's. */
export function warn(message: string, cause?: unknown): void {
  const text = `pugmark: ${message}`;
  try {
    if (cause) console.warn(text, cause);
    else console.warn(text);
  } catch {
    // Nobody can be told.
  }
}
