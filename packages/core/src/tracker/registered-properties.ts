import type { Properties } from '../api/event.js';
import { writeJson } from '../encoding/json.js';
import { ownKeys } from '../encoding/own-keys.js';
import type { Mask } from '../mask/mask.js';
import { MAX_DEPTH } from '../vocabulary.js';

/** Registered properties go with every group, so they must stay small; UTF-16 units. */
const MAX_SIZE = 8000;
/** Half of what an event may have: the other half is left for its own. */
const MAX_KEYS = 128;

/** Properties that every event carries. They are checked when they come, since one that is refused would cost every event. */
export interface RegisteredProperties {
  /** Takes plain data. Answers whether they were taken. */
  add_(added: Properties): boolean;
  remove_(names: readonly string[]): void;
  all_(): Properties;
}

export function createRegisteredProperties(mask: Mask | undefined): RegisteredProperties {
  let registered: Properties = {};
  return {
    add_(added) {
      const all = { ...registered, ...(mask ? mask(added) : added) };
      const fits =
        ownKeys(all).length <= MAX_KEYS && writeJson(all).length <= MAX_SIZE && depthOf(all) <= MAX_DEPTH;
      if (fits) registered = all;
      return fits;
    },
    remove_(names) {
      registered = { ...registered };
      for (const name of names) delete registered[name];
    },
    all_: () => registered,
  };
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || !value) return 0;
  let deepest = 0;
  for (const key of ownKeys(value)) deepest = Math.max(deepest, depthOf((value as Properties)[key]));
  return deepest + 1;
}
