import { HAND_OVER_PARAMETER, readHandOver, type SyncStore, type Visitor } from '@pugmark/core';
import { clock } from '../clock.js';

/**
 * Takes the parameter out of the address, so that it is neither tracked nor copied, and reads whom it names.
 *
 * @param binding As it was written with.
 */
export function arrive(binding?: string): Visitor | undefined {
  const { pathname, search, hash } = location;
  const pairs = search.slice(1).split('&');
  const isOurs = (pair: string) => pair.split('=')[0] === HAND_OVER_PARAMETER;
  const [carried] = pairs.filter(isOurs);
  if (!carried) return undefined;
  const rest = pairs.filter((pair) => !isOurs(pair)).join('&');
  try {
    history.replaceState(history.state, '', `${pathname}${rest && `?${rest}`}${hash}`);
  } catch {
    // A sandboxed page may not.
  }
  return readHandOver(carried.slice(HAND_OVER_PARAMETER.length + 1), clock.now(), binding);
}

/**
 * Settings in which somebody has arrived from another place. Nothing is written for it: the tracker writes once it has
 * consent, and then this is kept with it. Who is known here already stays: a user who has logged in.
 */
export function takeOver(settings: SyncStore, visitor: Visitor | undefined): SyncStore {
  if (!visitor || settings.get('user') !== undefined) return settings;
  const { deviceId, sessionId: id } = visitor;
  const now = clock.now();
  let arrived: Record<string, string> = { device: deviceId };
  if (id) arrived.session = JSON.stringify({ id, campaign: {}, startedAt: now, lastSeenAt: now });
  const keep = () => {
    const all = arrived;
    arrived = {};
    for (const key of Object.keys(all)) settings.set(key, all[key] as string);
  };
  return {
    ...settings,
    get: (key) => arrived[key] ?? settings.get(key),
    set(key, value) {
      // A decision is no consent, and whatever else is written is written with one.
      if (key !== 'consent') keep();
      return settings.set(key, value);
    },
    keys: () => Array.from(new Set([...settings.keys(), ...Object.keys(arrived)])),
    remove(key) {
      delete arrived[key];
      settings.remove(key);
    },
  };
}
