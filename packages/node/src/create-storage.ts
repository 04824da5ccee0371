import { createDiskStorage } from './disk/storage.js';
import { createMemoryStorage } from './memory/storage.js';
import type { ResolvedServerOptions } from './options.js';
import type { Storage } from './storage.js';

export function createStorage(options: ResolvedServerOptions): Storage {
  const { durability } = options;
  return durability === 'memory'
    ? createMemoryStorage(options)
    : createDiskStorage({ ...options, durability });
}
