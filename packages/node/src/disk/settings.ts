import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { SyncStore } from '@pugmark/core';
import { DIRECTORY_MODE, FILE_MODE } from './segments.js';
import type { DiskDurability } from './writer.js';

const ENDING = '.setting';

/**
 * Small values as files, written synchronously: above all what a process spills at its end.
 * Nothing touches the disk while nothing was set: the engine removes its spill after every write.
 */
export function createFileSettings(directory: string, durability: DiskDurability): SyncStore {
  /** Keys that may have a file. */
  const seen = new Set<string>();
  const pathOf = (key: string) => join(directory, encodeURIComponent(key) + ENDING);

  return {
    get: (key) => attempt(() => readFileSync(pathOf(key), 'utf8')),
    set(key, value) {
      seen.add(key);
      return (
        attempt(() => {
          replace(directory, pathOf(key), value, durability);
          return true;
        }) ?? false
      );
    },
    remove(key) {
      if (seen.delete(key)) attempt(() => unlinkSync(pathOf(key)));
    },
    keys() {
      const names = attempt(() => readdirSync(directory)) ?? [];
      const keys = names
        .filter((name) => name.endsWith(ENDING))
        .map((name) => decodeURIComponent(name.slice(0, -ENDING.length)));
      for (const key of keys) seen.add(key);
      return keys;
    },
  };
}

/** Whole or not at all: another process may read it at any moment, and this one may die at any. */
function replace(directory: string, path: string, text: string, durability: DiskDurability): void {
  mkdirSync(directory, { recursive: true, mode: DIRECTORY_MODE });
  const draft = `${path}.${process.pid}`;
  const descriptor = openSync(draft, 'w', FILE_MODE);
  try {
    const bytes = Buffer.from(text);
    let written = 0;
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    if (durability === 'fsync') fdatasyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, path);
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
