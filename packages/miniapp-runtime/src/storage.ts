import { Buffer } from 'node:buffer';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const KEY_BYTES = 1_048_576;
const ALL_BYTES = 10 * 1_048_576;

interface Callbacks<T = object> {
  success?(answer: T): void;
  fail?(error: { errMsg: string }): void;
  complete?(): void;
}

/** Storage of one mini-program, in a file, with the platform's quotas. */
export function createStorage(file: string, isAlive: () => boolean) {
  const values: Record<string, unknown> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const sizes: Record<string, number> = {};
  let pending: (() => void)[] = [];
  const counts = { syncReads: 0, writes: 0 };
  const size = (value: unknown) => Buffer.byteLength(JSON.stringify(value) ?? '');
  for (const key of Object.keys(values)) sizes[key] = size(values[key]);

  const save = () => {
    // As one step: a platform does not leave half a file either.
    writeFileSync(`${file}.new`, JSON.stringify(values));
    renameSync(`${file}.new`, file);
  };
  const put = (key: string, data: unknown) => {
    counts.writes++;
    const bytes = size(data);
    const others = Object.entries(sizes).reduce((sum, [name, part]) => sum + (name === key ? 0 : part), 0);
    if (bytes > KEY_BYTES) throw new Error('setStorage:fail entry size limit reached');
    if (others + bytes > ALL_BYTES) throw new Error('setStorage:fail exceed storage max size 10MB');
    values[key] = data;
    sizes[key] = bytes;
    save();
  };
  const take = (key: string) => {
    delete values[key];
    delete sizes[key];
    save();
  };
  const drain = () => {
    for (const operation of pending.splice(0)) operation();
  };
  const later = <T>(action: () => T, { success, fail, complete }: Callbacks<T>) => {
    const operation = () => {
      if (!isAlive()) return;
      try {
        success?.(action());
      } catch (error) {
        fail?.({ errMsg: (error as Error).message });
      }
      complete?.();
    };
    pending.push(operation);
    setImmediate(() => {
      if (!isAlive()) pending = [];
      const at = pending.indexOf(operation);
      if (at >= 0) for (const due of pending.splice(0, at + 1)) due();
    });
  };

  const ok = { errMsg: 'ok' };
  return {
    counts,
    api: {
      getStorageSync(key: string) {
        counts.syncReads++;
        drain();
        return key in values ? values[key] : '';
      },
      setStorageSync(key: string, data: unknown) {
        drain();
        put(key, data);
      },
      removeStorageSync(key: string) {
        drain();
        take(key);
      },
      getStorageInfoSync: () => ({ keys: Object.keys(values) }),
      getStorage: ({ key, ...callbacks }: { key: string } & Callbacks<{ data: unknown }>) =>
        later(() => {
          if (!(key in values)) throw new Error('getStorage:fail data not found');
          return { data: values[key], ...ok };
        }, callbacks),
      setStorage: ({ key, data, ...callbacks }: { key: string; data: unknown } & Callbacks) =>
        later(() => {
          put(key, data);
          return ok;
        }, callbacks),
      removeStorage: ({ key, ...callbacks }: { key: string } & Callbacks) =>
        later(() => {
          take(key);
          return ok;
        }, callbacks),
      getStorageInfo: (callbacks: Callbacks<{ keys: string[] }>) =>
        later(() => ({ keys: Object.keys(values), ...ok }), callbacks),
    },
  };
}
