/**
 * Runs code of the host, such as a listener. What it throws or rejects with goes to `report`, and no further: it must not
 * change what a client is answered.
 */
export function callHost(call: () => unknown, report: (error: unknown) => void): void {
  const tell = (error: unknown) => {
    try {
      report(error);
    } catch {
      // The host's way to tell of errors fails itself.
    }
  };
  try {
    const result = call();
    if (result instanceof Promise) result.catch(tell);
  } catch (error) {
    tell(error);
  }
}
