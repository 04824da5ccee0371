/** An object of a plan file or of an event, by what is known of it: it has names. */
export type Fields = Record<string, unknown>;

export function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value in a message. Short: a message is kept and sent, a value may be long or private. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return `the string ${JSON.stringify(value.slice(0, 32))}`;
  return `the ${typeof value} ${String(value)}`;
}

/** A name that somebody gave, in a message or a path: short, and of characters that every store and console takes. */
export function shortName(name: string): string {
  return [...name.slice(0, 65)]
    .slice(0, 64)
    .join('')
    .replace(/[\p{Cc}\p{Cs}]/gu, '\uFFFD');
}
