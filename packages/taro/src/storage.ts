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

/**
 * One mirror for each name and queue: two trackers of one name see the same data. Device, user and session are by name
 * alone; what was tracked for one address stays apart from what goes to another.
 */
export function createStorageRegistry(
  api: MiniApi,
  clock: Clock,
): (name: string, queue: string) => MiniStorage {
  const names: Record<string, (queue: string) => MiniStorage> = {};
  return (name, queue) => {
    names[name] = names[name] || createStorage(api, clock, name);
    return names[name](queue);
  };
}

/** Settings and records of the trackers of one name, written by one hand. */
export function createStorage(api: MiniApi, clock: Clock, name: string): (queue: string) => MiniStorage {
  // The length keeps a tracker called `shop` away from the keys of one called `shop.c`.
  const prefix = `pugmark.${name.length}.${name}.`;
  const writer = createWriter(api, clock);
  const stores: Record<string, RecordStore> = {};
  const isBusy = () => Object.keys(stores).some((queue) => stores[queue]?.isBusy());
  const settings = createSettings(api, prefix, writer, isBusy);
  return (queue) => {
    const records = stores[queue] || createStore(api, `${prefix}c-${queue}.`, writer, clock);
    stores[queue] = records;
    return { settings, store: records.store, needsTail: records.needsTail, hide: writer.hide };
  };
}
