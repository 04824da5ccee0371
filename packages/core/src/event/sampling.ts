import { isObject } from '../encoding/json.js';
import { ownKeys } from '../encoding/own-keys.js';
import { isEventName } from './event-name.js';

/** Shares of users whose events are kept, from 0 to 1, by event name; `default` is for all others. */
export interface Sampling {
  default?: number | undefined;
  [eventName: string]: number | undefined;
}

/**
 * Where an id lies between 0 and 1: the same for the same id, on every platform, and evenly spread. Multiplied in steps
 * that a double holds exactly, since old engines have no `Math.imul`.
 */
function placeOf(id: string): number {
  let hash = 5381;
  for (let index = 0; index < id.length; index++)
    hash = (((hash ^ id.charCodeAt(index)) >>> 0) * 65_599) % 2 ** 32;
  for (let round = 0; round < 3; round++) hash = (((hash ^ (hash >>> 15)) >>> 0) * 1_540_483) % 2 ** 32;
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * Whether somebody belongs to the share that is kept. Pages, mini-programs and servers decide alike, so that whole users
 * are kept; who is in a smaller share is in every larger one too.
 *
 * @param id The device. Of a server's event without one, the user.
 * @param rate From 0, nobody, to 1, everybody.
 * @example
 * ```ts
 * isSampled(deviceId, 0.1); // true for one device in ten, and always for the same
 * ```
 */
export const isSampled = (id: string, rate: number): boolean => placeOf(id) < rate;

/** The rate of an event; one that is named like a member of every object has none of its own. */
export const rateOf = (sampling: Sampling, eventName: string): number =>
  ownKeys(sampling).indexOf(eventName) >= 0 ? (sampling[eventName] as number) : (sampling.default ?? 1);

/** A copy, since the host may change its own; `undefined` when it is none. */
export function toSampling(value: unknown): Sampling | undefined {
  if (!isObject(value)) return undefined;
  const rates: Sampling = {};
  for (const name of ownKeys(value)) {
    const rate = value[name];
    if (rate === undefined) continue;
    if (!isEventName(name) || typeof rate !== 'number' || !(rate >= 0 && rate <= 1)) return undefined;
    rates[name] = rate;
  }
  return rates;
}
