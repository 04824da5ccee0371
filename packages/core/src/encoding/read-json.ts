/**
 * What a text says, or `undefined` when there is none or it is no JSON. A text that is absent costs nothing: an exception,
 * in a page that has only just begun to run, takes a millisecond.
 */
export function readJson<T>(text: string | undefined): T | undefined {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
