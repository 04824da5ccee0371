import type { SyncStore } from '@pugmark/core';
import type { MiniApi } from './mini-api.js';
import type { Writer } from './writer.js';

/** Settings under one key, read once, synchronously, here. What is set goes with the next write, or soon. */
export function createSettings(api: MiniApi, key: string, writer: Writer): SyncStore {
  const values = read(api, key);
  const root = { key, text: () => JSON.stringify(values) };
  return {
    get: (name) => values[name],
    set(name, value) {
      values[name] = value;
      writer.touch(root);
      return !writer.hasFailed();
    },
    remove(name) {
      if (values[name] === undefined) return;
      delete values[name];
      writer.touch(root);
    },
    keys: () => Object.keys(values),
  };
}

function read(api: MiniApi, key: string): Record<string, string> {
  const values: Record<string, string> = {};
  try {
    const found: Record<string, unknown> = JSON.parse(api.getStorageSync(key) as string);
    for (const name of Object.keys(found)) if (typeof found[name] === 'string') values[name] = found[name];
  } catch {
    // The first launch, or not by us.
  }
  return values;
}
