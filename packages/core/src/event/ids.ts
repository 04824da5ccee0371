import type { Id } from '../api/event.js';
import { ownKeys } from '../encoding/own-keys.js';
import { MAX_ID, MAX_IDENTITIES, MAX_IDENTITY_NAME } from '../vocabulary.js';
import type { Identities } from '../wire.js';

/** Texts that a program writes when it has no id. */
const NO_ID = /^(undefined|null|NaN|-?Infinity|\[object .*\])$/;

/** An id as text, or `undefined` for what the collector would not take as one. */
export function toId(value: unknown): string | undefined {
  const text = /string|number|bigint/.test(typeof value) ? `${value}`.trim() : '';
  return text && text.length <= MAX_ID && !NO_ID.test(text) ? text : undefined;
}

/**
 * The identifiers that are ids, as texts; `null`, `undefined` and empty ones are left out. They go with every event, so
 * their number and the length of their names are bounded.
 *
 * @param onBad Called with the name of each other that is no id, or one too many.
 */
export function toIdentities(value: unknown, onBad: (name: string) => void): Identities | undefined {
  let found: Record<string, string> | undefined;
  let left = MAX_IDENTITIES;
  const given = value as Record<string, Id | null | undefined>;
  // A text has keys too, one for each character.
  for (const name of typeof value === 'object' ? ownKeys(given) : []) {
    const id = toId(given[name]);
    if (id && left && name.length <= MAX_IDENTITY_NAME) {
      found = found || {};
      found[name] = id;
      left--;
    } else if (given[name]) onBad(name.slice(0, MAX_IDENTITY_NAME));
  }
  return found;
}
