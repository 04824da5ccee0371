import type { Platform } from '@pugmark/core';
import { createDiskStorage } from './disk/storage.js';
import { createMemoryLocks } from './memory/locks.js';
import { createMemorySettings } from './memory/settings.js';
import { createMemoryStore } from './memory/store.js';
import type { ResolvedServerOptions } from './options.js';

/** Where a tracker keeps what waits. */
export interface Storage extends Pick<Platform, 'settings' | 'store' | 'own'> {
  /** Whether what waits now outlives the process. */
  isKept(): boolean;
  /** Tells when another process has left something behind; returns a function that stops it. */
  watch(onLeft: () => void): () => void;
}

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
