import { Buffer } from 'node:buffer';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What a platform keeps for one mini-program. */
export interface Quota {
  keyBytes: number;
  allBytes: number;
  /** The text whose size counts. Default: the value as JSON. */
  text?(data: unknown): string;
}

interface Callbacks<T> {
  success?(answer: T): void;
  fail?(error: object): void;
  complete?(): void;
}

/** Storage of one mini-program, in a file, with the platform's quotas. It outlives the app. */
export function createStorage(
  file: string,
  quota: Quota,
  isAlive: () => boolean,
  /** When an asynchronous call lands, in ms; 0: in the next task. */
  delay = 0,
) {
  const values: Record<string, unknown> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const sizes: Record<string, number> = {};
  const pending: (() => void)[] = [];
  const counts = { syncReads: 0, writes: 0, largest: 0 };
  const size = (data: unknown) => Buffer.byteLength(quota.text?.(data) ?? JSON.stringify(data) ?? '');
  for (const key of Object.keys(values)) sizes[key] = size(values[key]);

  const save = () => {
    // As one step: a platform does not leave half a file either.
    writeFileSync(`${file}.new`, JSON.stringify(values));
    renameSync(`${file}.new`, file);
  };
  const drain = () => {
    for (const operation of pending.splice(0)) operation();
  };

  const storage = {
    counts,
    read: (key: string): unknown => values[key],
    write(key: string, data: unknown) {
      counts.writes++;
      const bytes = size(data);
      const others = Object.entries(sizes).reduce((sum, [name, part]) => sum + (name === key ? 0 : part), 0);
      if (bytes > quota.keyBytes) throw new Error('entry size limit reached');
      if (others + bytes > quota.allBytes) throw new Error('exceed storage max size 10MB');
      counts.largest = Math.max(counts.largest, bytes);
      values[key] = data;
      sizes[key] = bytes;
      save();
    },
    remove(key: string) {
      delete values[key];
      delete sizes[key];
      save();
    },
    keys: () => Object.keys(values),
    /** A synchronous call: what was asked for before has landed. */
    now<T>(action: () => T): T {
      // What its script still does in this very task must not reach the next launch.
      if (!isAlive()) throw new Error('the app was killed');
      drain();
      return action();
    },
    /** Carries out what was asked for, as the platform's own process does when it has ended the app's. */
    settle: drain,
    /** An asynchronous call: it lands later, in order; an app that is dead by then hears nothing of it. */
    later<T>(action: () => T, { success, fail, complete }: Callbacks<T>, describe: (error: Error) => object) {
      if (!isAlive()) return;
      const operation = () => {
        let tell: () => void;
        try {
          const answer = action();
          tell = () => success?.(answer);
        } catch (error) {
          tell = () => fail?.(describe(error as Error));
        }
        if (!isAlive()) return;
        tell();
        complete?.();
      };
      pending.push(operation);
      const land = () => {
        const at = pending.indexOf(operation);
        if (at >= 0) for (const due of pending.splice(0, at + 1)) due();
      };
      if (delay) setTimeout(land, delay);
      else setImmediate(land);
    },
  };
  return storage;
}

export type Storage = ReturnType<typeof createStorage>;
