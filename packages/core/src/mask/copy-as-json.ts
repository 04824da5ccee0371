import { isList, readJson, writeHostObject } from '../encoding/json.js';
import { ownKeys } from '../encoding/own-keys.js';

/** Deeper than this it is a circle, or nothing that the collector would take. */
const MAX_LEVELS = 100;

/** `Array.prototype.map`, which a page may have replaced. */
export function mapList<T, U>(list: readonly T[], action: (item: T) => U): U[] {
  const mapped: U[] = [];
  for (let index = 0; index < list.length; index++) mapped.push(action(list[index] as T));
  return mapped;
}

/**
 * A copy of what the host has given, as JSON would write it: with what a `toJSON` or a getter of its own adds. What a
 * library has added to every list is left out, since it would make one text of all of them.
 *
 * @throws When it is a circle.
 */
export function copyAsJson(value: unknown, level = 0): unknown {
  if (level > MAX_LEVELS) throw new Error('it holds itself, or is too deep');
  if (isList(value)) return mapList(value, (item) => copyAsJson(item, level + 1) ?? null);
  if (typeof value !== 'object' || !value) return value;
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') {
    const told: unknown = toJSON.call(value, '');
    return typeof told === 'object' && told && !isList(told) ? copyFields(told, level) : told;
  }
  // Numbers and texts in objects of their own, and what else is no plain object.
  if ({}.toString.call(value) !== '[object Object]')
    return readJson<{ value?: unknown }>(writeHostObject({ value }))?.value;
  return copyFields(value, level);
}

function copyFields(object: object, level: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key of ownKeys(object)) {
    const value = copyAsJson((object as Record<string, unknown>)[key], level + 1);
    if (value !== undefined && typeof value !== 'function') copy[key] = value;
  }
  return copy;
}
