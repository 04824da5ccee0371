/** A Map of bounded size that forgets what was not set for longest. */
export interface RecentMap<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  delete(key: Key): void;
  values(): IterableIterator<Value>;
}

export function createRecentMap<Key, Value>(maxSize: number): RecentMap<Key, Value> {
  // Two generations instead of one order: the older is dropped whole, so that nothing is taken out one by one.
  let young = new Map<Key, Value>();
  let old = new Map<Key, Value>();
  return {
    get: (key) => young.get(key) ?? old.get(key),
    set(key, value) {
      young.set(key, value);
      old.delete(key);
      if (young.size < maxSize / 2) return;
      old = young;
      young = new Map();
    },
    delete(key) {
      young.delete(key);
      old.delete(key);
    },
    *values() {
      yield* old.values();
      yield* young.values();
    },
  };
}
