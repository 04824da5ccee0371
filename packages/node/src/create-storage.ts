import { createDiskStorage } from './disk/storage.js';
import { createMemoryLocks } from './memory/locks.js';
import { createMemorySettings } from './memory/settings.js';
import { createMemoryStore } from './memory/store.js';
import type { ResolvedServerOptions } from './options.js';
import type { Storage } from './storage.js';

export function createStorage(options: ResolvedServerOptions): Storage {
  const { durability } = options;
  if (durability !== 'memory') return createDiskStorage({ ...options, durability });
  return {
    settings: createMemorySettings(),
    store: createMemoryStore(),
    own: createMemoryLocks(),
    isKept: () => false,
    watch: () => () => {},
  };
}
