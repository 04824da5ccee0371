import type { Path, Problem } from './problem.js';

export type Report = (problem: Problem) => void;
export type Fields = Record<string, unknown>;

/** The value as an object of fields, or undefined after a report. */
export function readMap(value: unknown, path: Path, what: string, report: Report): Fields | undefined {
  if (isMap(value)) return value;
  report({ code: 'not_a_map', path, message: `${what} must be a map of names, not ${nameOf(value)}` });
  return undefined;
}

export function readText(fields: Fields, key: string, path: Path, report: Report): string | undefined {
  const value = fields[key];
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  report({ code: 'not_text', path: [...path, key], message: `must be text, not ${nameOf(value)}` });
  return undefined;
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
      message: `${JSON.stringify(value)} is no ${key}: ${words.join(', ')}${guess(String(value), words)}`,
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
      message: `the format has no such key here; known are ${known.join(', ')}${guess(key, known)}`,
    });
  }
}

/** `; did you mean "x"?` for the known word that is nearest, when it is near. */
export function guess(word: string, known: readonly string[]): string {
  const [best] = known
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, far }) => far <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.far - b.far);
  return best ? `; did you mean "${best.candidate}"?` : '';
}

/** Every object has `constructor` and `toString`, so nobody can tell whether such a property was given. */
export function isReserved(name: string, path: Path, report: Report): boolean {
  if (!(name in {})) return false;
  report({ code: 'reserved_name', path, message: 'every JavaScript object has something of this name' });
  return true;
}

export function nameOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return `the ${typeof value} ${JSON.stringify(value)}`;
}

export function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The number of letters to change, add or leave out (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
