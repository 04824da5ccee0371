import { type Clock, createMirroredLog, type LogOpener, type SyncStore } from '@pugmark/core';
import type { MiniApi } from './mini-api.js';
import { createMirror } from './mirror.js';
import { createSettings } from './settings.js';
import { createWriter } from './writer.js';

/** All that a tracker keeps on a device, mirrored in memory. */
export interface MiniStorage {
  settings: SyncStore;
  log: LogOpener;
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
  let tell: ((cause: unknown) => void) | undefined;
  const writer = createWriter(api, clock, (cause) => tell?.(cause));
  const settings = createSettings(api, `${prefix}settings`, writer);
  const logs: Record<string, LogOpener> = {};
  return (queue) => {
    logs[queue] =
      logs[queue] ||
      createMirroredLog({
        ...createMirror(api, `${prefix}c-${queue}.`, writer, clock),
        follow(onTrouble) {
          tell = onTrouble;
        },
      });
    return { settings, log: logs[queue], hide: writer.hide };
  };
}
