import type { Properties } from '../api/event.js';
import { isObject, readJson, writeJson } from '../encoding/json.js';
import { ownKeys } from '../encoding/own-keys.js';
import type { Mask } from '../mask/mask.js';
import type { SyncStore } from '../platform.js';
import { MAX_DEPTH } from '../vocabulary.js';

/** Registered properties go with every group, so they must stay small; UTF-16 units. */
const MAX_SIZE = 8000;
/** Half of what an event may have: the other half is left for its own. */
const MAX_KEYS = 128;
const KEY = 'properties';

/** How they are registered. */
export interface RegisterWay {
  /** On the device, for pages to come too. */
  isKept_?: unknown;
  /** The first value stays. */
  isOnce_?: boolean;
}

/** Properties that every event carries. They are checked when they come, since one that is refused would cost every event. */
export interface RegisteredProperties {
  /** Takes plain data. Answers whether they were taken. */
  add_(added: Properties, way: RegisterWay | undefined, settings: SyncStore): boolean;
  remove_(names: readonly string[], settings: SyncStore): void;
  /** Takes what pages before, and other tabs, have kept. */
  load_(settings: SyncStore): void;
  all_(): Properties;
}

export function createRegisteredProperties(mask: Mask | undefined): RegisteredProperties {
  let registered: Properties = {};
  /** Read each time: other tabs keep theirs too. */
  const read = (settings: SyncStore): Properties => {
    const kept = readJson<Properties>(settings.get(KEY));
    return isObject(kept) && fits(kept) ? kept : {};
  };
  const without = (properties: Properties, names: readonly string[]) => {
    const rest = { ...properties };
    for (const name of names) delete rest[name];
    return rest;
  };
  return {
    add_(given, { isKept_, isOnce_ } = {}, settings) {
      const added = without(mask ? mask(given) : given, isOnce_ ? ownKeys(registered) : []);
      const all = { ...registered, ...added };
      const kept = isKept_ ? { ...read(settings), ...added } : {};
      if (!fits(all) || !fits(kept)) return false;
      registered = all;
      if (isKept_) settings.set(KEY, writeJson(kept));
      return true;
    },
    remove_(names, settings) {
      registered = without(registered, names);
      const kept = read(settings);
      if (names.some((name) => name in kept)) settings.set(KEY, writeJson(without(kept, names)));
    },
    load_(settings) {
      const all = { ...registered, ...read(settings) };
      if (fits(all)) registered = all;
    },
    all_: () => registered,
  };
}

const fits = (all: Properties): boolean =>
  ownKeys(all).length <= MAX_KEYS && writeJson(all).length <= MAX_SIZE && depthOf(all) <= MAX_DEPTH;

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || !value) return 0;
  let deepest = 0;
  for (const key of ownKeys(value)) deepest = Math.max(deepest, depthOf((value as Properties)[key]));
  return deepest + 1;
}
