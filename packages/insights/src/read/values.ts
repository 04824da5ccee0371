import type { JsonValue } from '@pugmark/store';
import { QuestionError } from '../model/errors.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** A word for what a value is, for errors. */
export function show(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

export function refuseOthers(fields: Fields, known: readonly string[], path: string, what: string): void {
  for (const name of Object.keys(fields)) {
    if (known.includes(name) || fields[name] === undefined) continue;
    throw new QuestionError(
      'unknown_field',
      path,
      `${what} has no "${name.slice(0, 80)}"; it may have ${known.join(', ')}`,
    );
  }
}

export function readWhole(value: unknown, path: string, min: number, max: number): number {
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return value as number;
  throw new QuestionError(
    'bad_number',
    path,
    `must be a whole number from ${min} to ${max}; it is ${show(value)}`,
  );
}

export function readWord<Word extends string>(value: unknown, words: readonly Word[], path: string): Word {
  if (words.includes(value as Word)) return value as Word;
  throw new QuestionError('unknown_word', path, `must be ${words.join(', ')}; it is ${show(value)}`);
}

export function readName(value: unknown, path: string): string {
  if (typeof value === 'string' && value !== '' && value.length <= 256 && !value.includes('\0')) return value;
  throw new QuestionError('bad_name', path, `must be a name of 1 to 256 characters; it is ${show(value)}`);
}

const MAX_DEPTH = 16;
const MAX_TEXT = 10_000;

/** A value that JSON can carry, and databases can compare. */
export function readJsonValue(value: unknown, path: string, depth = 0): JsonValue {
  const isPlain = value === null || typeof value === 'boolean' || Number.isFinite(value);
  if (isPlain) return value as JsonValue;
  if (typeof value === 'string' && value.length <= MAX_TEXT && !value.includes('\0') && isWellFormed(value))
    return value;
  if (depth < MAX_DEPTH && Array.isArray(value) && value.length <= 1000)
    return value.map((each) => readJsonValue(each, path, depth + 1));
  if (depth < MAX_DEPTH && isFields(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, readJsonValue(each, path, depth + 1)]),
    );
  throw new QuestionError('bad_value', path, `must be a JSON value of some size; it is ${show(value)}`);
}

/** Half of a character is in no event that a database keeps. */
const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text);
