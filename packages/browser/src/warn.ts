/** For what happens before there is a tracker. A console that throws is the host's. */
export function warn(message: string, cause?: unknown): void {
  try {
    if (cause) console.warn(`pugmark: ${message}`, cause);
    else console.warn(`pugmark: ${message}`);
  } catch {
    // Nobody can be told.
  }
}
