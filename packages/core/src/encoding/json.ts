import { ownKeys } from './own-keys.js';

// Taken when the module loads: a page may replace them later.
const { parse, stringify } = JSON;

/**
 * What a text says, or `undefined` when there is none or it is not JSON. A text that is absent costs nothing: an
 * exception, in a page that has only just begun to run, takes a millisecond.
 */
export function readJson<T>(text: string | undefined | null): T | undefined {
  try {
    return text ? parse(text) : undefined;
  } catch {
    return undefined;
  }
}

const writeFields = (object: object, write: (value: unknown) => string | undefined): string => {
  let fields = '';
  for (const key of ownKeys(object)) {
    const value = write((object as Record<string, unknown>)[key]);
    if (value) fields += `${fields && ','}${stringify(key)}:${value}`;
  }
  return `{${fields}}`;
};

/**
 * An object of the host as JSON, with the values that its own `toJSON` makes. A `toJSON` that a library gave to every
 * object may make a text of it, or nothing at all: then its members are written one by one.
 *
 * @throws When it cannot be written.
 */
export function writeHostObject(
  object: object,
  write: (value: object) => string | undefined = stringify,
): string {
  const text = write(object) || '';
  return text.charAt(0) === '{' ? text : writeFields(object, stringify);
}

/**
 * Plain data of our own as JSON. Objects are written here and not by `JSON.stringify`, so that no `toJSON` which a
 * library added to `Array.prototype` or `Object.prototype` changes what the collector and the next page read.
 */
export function writeJson(value: unknown): string {
  if (typeof value !== 'object' || !value) return stringify(value);
  return isList(value) ? `[${value.map(writeJson).join()}]` : writeFields(value, writeJson);
}

/** Also of a list that was made in another frame. */
export const isList = (value: unknown): value is unknown[] => ({}).toString.call(value) === '[object Array]';

/** A whole number, 0 or more. */
export const isCount = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value % 1 === 0;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !isList(value);
