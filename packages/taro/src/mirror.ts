import type { Clock, RecordMirror } from '@pugmark/core';
import type { MiniApi } from './mini-api.js';
import type { Document, Writer } from './writer.js';

/**
 * Longest text under one key, in UTF-16 units, unless a single record is longer: at most 96 KB as UTF-8, and still below
 * the 200 KB of Alipay when that platform wraps the text into JSON.
 */
const CHUNK = 32_000;
/** Between a record's key and its text, and between records: a record's text holds neither. */
const LINE = '\n';
const GAP = '\n\n';

interface Chunk extends Document {
  readonly texts: Record<string, string>;
  /** Characters of all that was put into it. */
  size: number;
}

/**
 * Records in chunks, each written as a whole: a new record goes into the open chunk, an empty chunk is removed. Chunks of
 * earlier launches are found by listing the keys.
 */
export function createMirror(
  api: MiniApi,
  prefix: string,
  writer: Writer,
  { now }: Clock,
): Omit<RecordMirror, 'follow'> {
  /** By the key of a record. */
  const chunks: Record<string, Chunk> = {};
  // Two launches may see the same time, where the clock was set.
  const launch = now().toString(36) + Math.random().toString(36).slice(2, 6);
  let count = 0;
  let open: Chunk | undefined;
  let loading: Promise<unknown> | undefined;

  const createChunk = (key: string): Chunk => {
    const texts: Record<string, string> = {};
    return {
      key,
      texts,
      size: 0,
      text: () =>
        Object.keys(texts)
          .map((name) => name + LINE + texts[name])
          .join(GAP) || undefined,
    };
  };

  const put = (chunk: Chunk, name: string, text: string) => {
    chunk.texts[name] = text;
    chunks[name] = chunk;
    chunk.size += name.length + text.length + 3;
  };

  const read = (key: string) =>
    api.getStorage({ key }).then(
      ({ data }) => {
        const chunk = createChunk(key);
        for (const part of `${data}`.split(GAP)) {
          const end = part.indexOf(LINE);
          if (end > 0) put(chunk, part.slice(0, end), part.slice(end + 1));
        }
        // Not by us, or of a form that is no longer read.
        if (!chunk.size) writer.touch(chunk);
      },
      // Read again at the next launch.
      () => {},
    );

  const load = () => {
    loading =
      loading ||
      Promise.resolve()
        .then(() => api.getStorageInfo({}))
        .then(({ keys }) =>
          Promise.all(keys.filter((key) => !key.indexOf(prefix) && key.indexOf(prefix + launch)).map(read)),
        );
    return loading.then(
      () => {
        const texts: Record<string, string> = {};
        for (const name of Object.keys(chunks)) texts[name] = chunks[name]?.texts[name] as string;
        return texts;
      },
      (cause) => {
        // Asked again at the next look.
        loading = undefined;
        throw cause;
      },
    );
  };

  return {
    load,
    put(name, text) {
      if (!open || open.size + text.length > CHUNK) open = createChunk(`${prefix + launch}-${count++}`);
      put(open, name, text);
      writer.touch(open, true);
    },
    drop(name) {
      const chunk = chunks[name];
      if (!chunk) return;
      delete chunk.texts[name];
      delete chunks[name];
      writer.touch(chunk, true);
    },
    divide(name, parts) {
      const chunk = chunks[name];
      if (!chunk) return;
      delete chunk.texts[name];
      delete chunks[name];
      // In the same chunk, which is written as a whole.
      for (const [key, text] of parts) put(chunk, key, text);
      writer.touch(chunk, true);
    },
    write: writer.write,
  };
}
