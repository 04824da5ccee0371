/** Stands for a value that threw when it was read: no id, no text and no number, so that it is refused by its name. */
const UNREADABLE = {};

/**
 * Own names and values of what the host has handed over, read without ever throwing: it may have getters, or be a
 * proxy. Nothing, where not even its names can be read.
 */
export function ownEntries(object: unknown): [name: string, value: unknown][] {
  const entries: [string, unknown][] = [];
  if (typeof object !== 'object' || object === null) return entries;
  try {
    for (const name of Object.keys(object)) entries.push([name, readValue(object, name)]);
  } catch {
    // What was read until then stays.
  }
  return entries;
}

function readValue(object: object, name: string): unknown {
  try {
    return (object as Record<string, unknown>)[name];
  } catch {
    return UNREADABLE;
  }
}
