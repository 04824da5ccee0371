import type { Clock, KeyValueStore, SyncStore } from '@pugmark/core';
import { type Document, PIECE, read, readSync } from './documents.js';
import type { MiniApi } from './mini-api.js';
import { createWriter, type Writer } from './writer.js';

/** Settings longer than this, in UTF-16 units, get a key of their own, so that the one read at start stays short. */
const LONG_SETTING = 2000;

/** All that a tracker keeps on a device, mirrored in memory. */
export interface MiniStorage {
  settings: SyncStore;
  store: KeyValueStore;
  /**
   * Asked when a task that tracked ends: `true` when the store may not take its records over now, since it is being read,
   * or is busy with those of an earlier task.
   */
  needsTail(): boolean;
  /** `true`: the app is in the background, where timers stand still: from now on every write is made at once. */
  hide(isHidden: boolean): void;
}

interface Chunk extends Document {
  entries: Record<string, string>;
  size: number;
}

/** One mirror for each name: two trackers of one name see the same data. */
export function createStorageRegistry(api: MiniApi, clock: Clock): (name: string) => MiniStorage {
  const open: Record<string, MiniStorage> = {};
  return (name) => {
    open[name] = open[name] || openStorage(api, clock, name);
    return open[name];
  };
}

/**
 * Settings under one key, read once, synchronously, here. Records in chunks, each written as a whole: a new record goes
 * into the open chunk, an empty chunk is removed. Chunks of earlier launches are found by listing the keys.
 */
export function openStorage(api: MiniApi, clock: Clock, name: string): MiniStorage {
  // The length keeps a tracker called `shop` away from the keys of one called `shop.c`.
  const prefix = `pugmark.${name.length}.${name}.`;
  const writer = createWriter(api, clock);
  const { store, isBusy, needsTail } = openStore(api, `${prefix}c.`, writer, clock);
  return { settings: openSettings(api, prefix, writer, isBusy), store, needsTail, hide: writer.hide };
}

/** @param isBusy Records cannot be written now: then what is set here is urgent. Otherwise it goes with the next write. */
function openSettings(api: MiniApi, prefix: string, writer: Writer, isBusy: () => boolean): SyncStore {
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

function openStore(
  api: MiniApi,
  prefix: string,
  writer: Writer,
  clock: Clock,
): { store: KeyValueStore; isBusy(): boolean; needsTail(): boolean } {
  const chunks = new Map<string, Chunk>();
  let open: Chunk | undefined;
  let count = 0;
  const launch = clock.now().toString(36);

  const addChunk = (key: string, entries: Record<string, string>, size: number, pieces: number) => {
    const chunk: Chunk = {
      key,
      entries,
      size,
      pieces,
      text: () => (Object.keys(entries)[0] ? JSON.stringify(entries) : undefined),
    };
    return chunk;
  };

  const loadChunk = async (key: string, keys: readonly string[]) => {
    const found = await read(api, key, keys);
    try {
      const entries: Record<string, string> = JSON.parse(found?.text as string);
      const chunk = addChunk(key, entries, PIECE, found?.pieces as number);
      for (const name of Object.keys(entries)) chunks.set(name, chunk);
    } catch {
      // Half written when the app was killed: it was never said to be kept.
      await api.removeStorage({ key });
    }
  };

  let loading: Promise<unknown> | undefined;
  let isReady = false;
  /** Records are on their way here, though the writer does not know of them yet. */
  let isExpecting = false;
  const isBusy = () => isExpecting || !isReady || writer.isBusy();
  const ready = () => {
    loading =
      loading ||
      api
        .getStorageInfo({})
        .then(({ keys }) =>
          Promise.all(
            keys
              .filter((key) => !key.indexOf(prefix) && key.indexOf('.', prefix.length) < 0)
              .map((key) => loadChunk(key, keys)),
          ),
        )
        .then(() => {
          isReady = true;
        })
        .catch((cause) => {
          loading = undefined;
          throw cause;
        });
    return loading;
  };

  const put = (name: string, value: string) => {
    drop(name);
    const size = JSON.stringify(value).length + name.length + 4;
    if (!open || open.size + size > PIECE) {
      open = addChunk(`${prefix}${launch}-${count++}`, {}, 0, 0);
    }
    open.entries[name] = value;
    open.size += size;
    chunks.set(name, open);
    writer.touch(open, true);
  };
  const drop = (name: string) => {
    const chunk = chunks.get(name);
    if (!chunk) return;
    delete chunk.entries[name];
    chunks.delete(name);
    writer.touch(chunk, true);
  };

  const store: KeyValueStore = {
    keys: () => ready().then(() => Array.from(chunks.keys())),
    get: (name) => ready().then(() => chunks.get(name)?.entries[name]),
    async set(entries) {
      await ready();
      for (const [name, value] of entries) put(name, value);
      try {
        await writer.settled();
        isExpecting = false;
      } catch (cause) {
        isExpecting = false;
        // What was refused must not stand in the way of what is removed.
        for (const [name, value] of entries) if (chunks.get(name)?.entries[name] === value) drop(name);
        throw cause;
      }
    },
    async remove(names) {
      await ready();
      names.forEach(drop);
      await writer.settled();
    },
  };
  return {
    store,
    isBusy,
    needsTail() {
      const isNeeded = isBusy();
      isExpecting = true;
      return isNeeded;
    },
  };
}
