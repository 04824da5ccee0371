import { join } from 'node:path';
import { streamOfSpill } from '@pugmark/core';
import type { Storage } from '../storage.js';
import { queueDirectory } from './directory.js';
import { createLocks } from './locks.js';
import { createFileSettings } from './settings.js';
import { createDiskStore } from './store.js';
import { watchOrphans } from './watch.js';
import type { DiskDurability } from './writer.js';

interface Options {
  directory: string;
  name: string;
  queue: string;
  durability: DiskDurability;
}

/** A queue on disk, which several processes may share. Nothing is touched before the first call. */
export function createDiskStorage(options: Options): Storage {
  const { durability } = options;
  const path = queueDirectory(options);
  const locks = createLocks(join(path, 'streams'));
  const store = createDiskStore(join(path, 'streams'), durability, locks);
  const settings = createFileSettings(join(path, 'settings'), durability);
  let isKept = true;

  return {
    store: {
      ...store,
      async set(entries) {
        try {
          await store.set(entries);
          isKept = true;
        } catch (cause) {
          isKept = false;
          throw cause;
        }
      },
    },
    settings: {
      ...settings,
      set(key, value) {
        const isSet = settings.set(key, value);
        if (streamOfSpill(key)) isKept = isSet;
        return isSet;
      },
    },
    own: locks.own,
    isKept: () => isKept,
    watch: (onLeft) => watchOrphans({ locks, store, settings, onLeft }),
    close: store.close,
  };
}
