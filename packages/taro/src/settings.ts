import type { SyncStore } from '@pugmark/core';
import { type Document, readSync } from './documents.js';
import type { MiniApi } from './mini-api.js';
import type { Writer } from './writer.js';

/** Settings longer than this, in UTF-16 units, get a key of their own, so that the one read at start stays short. */
const LONG_SETTING = 2000;

/**
 * Settings under one key, read once, synchronously, here.
 *
 * @param isBusy Records cannot be written now: then what is set here is urgent. Otherwise it goes with the next write.
 */
export function createSettings(
  api: MiniApi,
  prefix: string,
  writer: Writer,
  isBusy: () => boolean,
): SyncStore {
  const key = `${prefix}settings`;
  const found = readSync(api, key);
  /** 0 stands for a text that has its own key. */
  let values: Record<string, string | 0> = {};
  try {
    values = JSON.parse((found as { text: string }).text);
  } catch {
    // The first launch, or not by us.
  }
  const own: Record<string, Document & { value: string | undefined }> = {};
  const root: Document = { key, pieces: found?.pieces || 0, text: () => JSON.stringify(values) };

  const ownDocument = (name: string) => {
    const key = `${prefix}s.${name}`;
    if (!own[name]) {
      const stored = values[name] === 0 ? readSync(api, key) : undefined;
      const document = {
        key,
        pieces: stored?.pieces || 0,
        value: stored?.text,
        text: () => document.value,
      };
      own[name] = document;
    }
    return own[name];
  };
  const has = (name: string) => values[name] !== undefined;
  /** A document of its own is written before the settings tell of it. */
  const setOwn = (name: string, value: string | undefined) => {
    const document = ownDocument(name);
    document.value = value;
    writer.touch(document, isBusy());
  };

  return {
    get(name) {
      if (!has(name)) return undefined;
      return values[name] === 0 ? ownDocument(name).value : (values[name] as string);
    },
    set(name, value) {
      if (value.length > LONG_SETTING) {
        setOwn(name, value);
        values[name] = 0;
      } else {
        if (values[name] === 0) setOwn(name, undefined);
        values[name] = value;
      }
      writer.touch(root, isBusy());
      return !writer.hasFailed();
    },
    remove(name) {
      if (!has(name)) return;
      if (values[name] === 0) setOwn(name, undefined);
      delete values[name];
      writer.touch(root);
    },
    keys: () => Object.keys(values),
  };
}
