import { isCount, isList, isObject } from '../encoding/json.js';
import { MAX_ID } from '../vocabulary.js';

/** How an option is read. */
export interface OptionReader<T> {
  /** Stands for an option that was left out. */
  otherwise_: T;
  /** What the value must be, for the error. */
  expects_: string;
  /** The value as it is used, or `undefined` when it is not one. */
  read_(value: unknown): T | undefined;
}

/** A reader of values that are used as they come. */
const reader = <T>(otherwise_: T, expects_: string, accepts: (value: never) => unknown): OptionReader<T> => ({
  otherwise_,
  expects_,
  read_: (value) => (accepts(value as never) ? (value as T) : undefined),
});

/** A number of things, bytes or ms. `Infinity` is a wish as plain as any. */
export const count = (otherwise: number): OptionReader<number> =>
  reader(otherwise, 'a whole number, 0 or more', (value: number) => value === Infinity || isCount(value));

/** What goes with every event is no longer than the collector takes. */
export const text = (otherwise: string, max: number = MAX_ID): OptionReader<string> =>
  reader(
    otherwise,
    max < Infinity ? `a string of 1 to ${max} characters` : 'a non-empty string',
    (value: string) => typeof value === 'string' && value.trim() && value.length <= max,
  );

export const flag = (otherwise: boolean): OptionReader<boolean> =>
  reader(otherwise, 'true or false', (value: boolean) => typeof value === 'boolean');

export const oneOf = <T extends string>(otherwise: T, words: readonly T[]): OptionReader<T> =>
  reader(otherwise, `"${words.join('", "')}"`, (value: T) => words.indexOf(value) >= 0);

/** Also an async function, and one that was made in another frame. */
export const callable = <T>(expects: string): OptionReader<T | undefined> =>
  reader<T | undefined>(undefined, expects, (value: T) => typeof value === 'function');

export const list = <T>(expects: string): OptionReader<T[]> => reader<T[]>([], expects, isList);

export const record = <T extends object>(expects: string): OptionReader<T> =>
  reader({} as T, expects, isObject);

/** All of them, for the options that an adapter adds. */
export const readers = { callable, count, flag, list, oneOf, record, text };
