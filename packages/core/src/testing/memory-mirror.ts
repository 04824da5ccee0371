import type { RecordMirror } from '../log/mirrored-log.js';
import type { Clock } from '../platform.js';
import type { MemoryDevice } from './memory-device.js';

/** How long a write that was refused waits, in ms. */
const RETRY = 30_000;

/**
 * The records of a device as one process has them in memory. The device takes a write over in the call, so that it lands
 * although the process dies the next moment; one that is refused stays in memory.
 */
export function createMemoryMirror(
  { store }: MemoryDevice,
  clock: Clock,
  isAlive: () => boolean,
): RecordMirror {
  const texts: Record<string, string> = {};
  /** Keys that the device has not taken yet. */
  const changed = new Set<string>();
  /** Texts that stay on the device until their parts are there. */
  const divided = new Map<string, readonly string[]>();
  let onTrouble: (cause: unknown) => void = () => {};
  let isLoaded = false;
  let isWaiting = false;

  const fits = (key: string, text: string) => {
    let size = key.length + text.length;
    for (const [other, value] of store.records) if (other !== key) size += other.length + value.length;
    return size <= store.quota;
  };
  const fails = (operation: 'keys' | 'get' | 'set' | 'remove') =>
    typeof store.fault === 'function' ? store.fault(operation) : store.fault;

  const write = () => {
    if (!isAlive()) return;
    for (const key of changed) {
      const text = texts[key];
      if (divided.get(key)?.some((part) => changed.has(part) && texts[part] !== undefined)) continue;
      if (fails(text === undefined ? 'remove' : 'set') || (text !== undefined && !fits(key, text))) {
        onTrouble(new Error('the store refused a record'));
        continue;
      }
      if (text === undefined) store.records.delete(key);
      else store.records.set(key, text);
      changed.delete(key);
    }
    if (!changed.size || isWaiting) return;
    isWaiting = true;
    clock.timer(() => {
      isWaiting = false;
      write();
    }, RETRY);
  };
  const touch = (key: string) => {
    changed.add(key);
    void Promise.resolve().then(write);
  };

  return {
    async load() {
      await new Promise<void>(
        (resolve) => void (store.delay ? clock.timer(resolve, store.delay) : resolve()),
      );
      if (!isLoaded && fails('keys')) throw new Error('storage cannot be read');
      if (!isLoaded)
        store.records.forEach((text, key) => {
          if (!changed.has(key)) texts[key] = text;
        });
      isLoaded = true;
      return { ...texts };
    },
    put(key, text) {
      texts[key] = text;
      touch(key);
    },
    drop(key) {
      delete texts[key];
      touch(key);
    },
    divide(key, parts) {
      for (const [name, text] of parts) {
        texts[name] = text;
        touch(name);
      }
      divided.set(
        key,
        parts.map(([name]) => name),
      );
      delete texts[key];
      touch(key);
    },
    write,
    follow(listener) {
      onTrouble = listener;
    },
  };
}
