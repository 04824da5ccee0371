import type { Clock, SyncStore } from '@pugmark/core';
import type { MiniApi } from './mini-api.js';
import { createSettings } from './settings.js';
import { createStore, type RecordStore } from './store.js';
import { createWriter } from './writer.js';

/** All that a tracker keeps on a device, mirrored in memory. */
export interface MiniStorage extends Pick<RecordStore, 'store' | 'needsTail'> {
  settings: SyncStore;
  /** `true`: the app is in the background, where timers stand still: from now on every write is made at once. */
  hide(isHidden: boolean): void;
}

/** One mirror for each name: two trackers of one name see the same data. */
export function createStorageRegistry(api: MiniApi, clock: Clock): (name: string) => MiniStorage {
  const open: Record<string, MiniStorage> = {};
  return (name) => {
    open[name] = open[name] || createStorage(api, clock, name);
    return open[name];
  };
}

/** Settings and records of one tracker, written by one hand. */
export function createStorage(api: MiniApi, clock: Clock, name: string): MiniStorage {
  // The length keeps a tracker called `shop` away from the keys of one called `shop.c`.
  const prefix = `pugmark.${name.length}.${name}.`;
  const writer = createWriter(api, clock);
  const { store, isBusy, needsTail } = createStore(api, `${prefix}c.`, writer, clock);
  return { settings: createSettings(api, prefix, writer, isBusy), store, needsTail, hide: writer.hide };
}
