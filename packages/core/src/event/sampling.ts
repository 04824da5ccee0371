import { isObject } from '../encoding/json.js';
import { ownKeys } from '../encoding/own-keys.js';
import { isEventName } from './event-name.js';

/** Shares of users whose events are kept, from 0 to 1, by event name; `default` is for all others. */
export interface SamplingRates {
  default?: number | undefined;
  [eventName: string]: number | undefined;
}

/**
 * Decides over one event.
 *
 * @param id Whose event it is: the device, or of a server's event without one, the user.
 * @returns The rate with which it is kept, up to 1; 0 leaves it out.
 */
export type Sampling = (eventName: string, id: string) => number;

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

/**
 * Keeps a share of the users, for the option `sampling`: all events of the name of one user, and none of another. The rate
 * travels with each event, and what is left out is counted as `sampled`. Events of priority `P0` and `audit` are always
 * kept.
 *
 * @param rates From 0 to 1, by event name; `default` is for all others, and 1 unless it is given.
 * @throws TypeError that names the rate which is wrong.
 * @example
 * ```ts
 * sampling({ scroll_depth: 0.1, default: 1 });
 * ```
 */
export function sampling(rates: SamplingRates): Sampling {
  const known: Record<string, number> = {};
  if (!isObject(rates)) throw new TypeError('pugmark: sampling needs rates by event name');
  for (const name of ownKeys(rates)) {
    const rate = rates[name];
    if (rate === undefined) continue;
    if (!isEventName(name) || typeof rate !== 'number' || !(rate >= 0 && rate <= 1))
      throw new TypeError(`pugmark: sampling of "${name}" must be an event name with a rate from 0 to 1`);
    known[name] = rate;
  }
  const names = ownKeys(known);
  return (eventName, id) => {
    // Not by the member itself: an event may be called like one that every object has.
    const [name] = [eventName, 'default'].filter((each) => names.indexOf(each) >= 0);
    const rate = name ? (known[name] as number) : 1;
    return isSampled(id, rate) ? rate : 0;
  };
}
