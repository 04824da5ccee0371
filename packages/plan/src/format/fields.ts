import type { Path, Problem } from '../model/problem.js';
import { describe, type Fields, isMap } from '../model/value.js';
import { didYouMean } from '../naming/did-you-mean.js';

export type Report = (problem: Problem) => void;

/** The value as an object of fields, or undefined after a report. */
export function readMap(value: unknown, path: Path, what: string, report: Report): Fields | undefined {
  if (isMap(value)) return value;
  report({ code: 'not_a_map', path, message: `${what} must be a map of names, not ${describe(value)}` });
  return undefined;
}

export function readText(fields: Fields, key: string, path: Path, report: Report): string | undefined {
  const value = fields[key];
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  report({ code: 'not_text', path: [...path, key], message: `must be text, not ${describe(value)}` });
  return undefined;
}

export function readFlag(fields: Fields, key: string, path: Path, report: Report): boolean {
  const value = fields[key];
  if (value === undefined || typeof value === 'boolean') return value === true;
  report({ code: 'no_flag', path: [...path, key], message: `must be true or false, not ${describe(value)}` });
  return false;
}

export function readWord<Word extends string>(
  fields: Fields,
  key: string,
  words: readonly Word[],
  path: Path,
  report: Report,
): Word | undefined {
  const value = fields[key];
  if (value === undefined) return undefined;
  const found = words.find((word) => word === value);
  if (found === undefined)
    report({
      code: `unknown_${key}`,
      path: [...path, key],
      message: `${JSON.stringify(value)} is no ${key}: ${words.join(', ')}${didYouMean(String(value), words)}`,
    });
  return found;
}

/** Reports every key that the format does not know: a misspelt one would be silently without effect. */
export function refuseOthers(fields: Fields, known: readonly string[], path: Path, report: Report): void {
  for (const key of Object.keys(fields)) {
    if (known.includes(key)) continue;
    report({
      code: 'unknown_key',
      path: [...path, key],
      message: `the format has no such key here; known are ${known.join(', ')}${didYouMean(key, known)}`,
    });
  }
}

/** Every object has `constructor` and `toString`, so nobody can tell whether such a property was given. */
export function isReserved(name: string, path: Path, report: Report): boolean {
  if (!(name in {})) return false;
  report({ code: 'reserved_name', path, message: 'every JavaScript object has something of this name' });
  return true;
}
