import type { Clock, KeyValueStore } from '@pugmark/core';
import { type Document, PIECE, read } from './documents.js';
import type { MiniApi } from './mini-api.js';
import type { Writer } from './writer.js';

/** Records in the platform's storage, mirrored in memory. */
export interface RecordStore {
  store: KeyValueStore;
  /** It is being read, or what came has not been taken over yet. */
  isBusy(): boolean;
  /**
   * Asked when a task that tracked ends: `true` when the store may not take its records over now, since it is being read,
   * or is busy with those of an earlier task.
   */
  needsTail(): boolean;
}

interface Chunk extends Document {
  entries: Record<string, string>;
  size: number;
}

/**
 * Records in chunks, each written as a whole: a new record goes into the open chunk, an empty chunk is removed. Chunks of
 * earlier launches are found by listing the keys.
 */
export function createStore(api: MiniApi, prefix: string, writer: Writer, clock: Clock): RecordStore {
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
