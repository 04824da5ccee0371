import type { Clock, KeyValueStore, Ownership, SyncStore } from '../platform.js';

export type StoreOperation = 'keys' | 'get' | 'set' | 'remove';

/** How a store fails: it rejects, throws at once, or never answers. In each case nothing is done. */
export type StoreFault = 'reject' | 'throw' | 'hang' | undefined;

/** When the lock manager answers: at once, after a deadline of the engine, or never; or it rejects. */
export type LockAnswer = 'prompt' | 'late' | 'never' | 'reject';

/** What outlives a tracker: settings, store, and the locks of those that live. */
export interface MemoryDevice {
  settings: SyncStore & {
    entries: Map<string, string>;
    /** Tells every tab but the one that made it of a change. */
    tell(key: string | undefined, by: object): void;
    /** Calls back for changes that others than `holder` made. */
    follow(holder: object, listener: (key: string | undefined) => void): () => void;
    /** Settings refuse every write, as where storage is blocked or full. */
    isRefusing: boolean;
  };
  store: KeyValueStore & {
    records: Map<string, string>;
    fault: StoreFault | ((operation: StoreOperation) => StoreFault);
    /** Milliseconds that an operation takes; 0: as long as a promise. */
    delay: number;
    /** Characters that fit, keys and values; a write beyond rejects as a whole. */
    quota: number;
    /** Operations that were begun, in order. */
    log: StoreOperation[];
  };
  /** Holders by stream. */
  locks: Map<string, object>;
  lockAnswer: LockAnswer;
  /** Takes a lock for a holder, unless it has died before the answer. */
  own(holder: object, streamId: string): Promise<Ownership | undefined>;
  /** The holder died: its locks are free, and it gets no other. */
  free(holder: object): void;
}

/** Longer than the engine waits for a lock, in ms. */
const LATE = 3000;

export function createMemoryDevice(clock: Clock): MemoryDevice {
  const locks: MemoryDevice['locks'] = new Map();
  const dead = new WeakSet<object>();
  const release = (holder: object, streamId: string) => {
    if (locks.get(streamId) === holder) locks.delete(streamId);
  };
  const take = (holder: object, streamId: string): Ownership | undefined => {
    if (locks.has(streamId) || dead.has(holder)) return undefined;
    locks.set(streamId, holder);
    return { release: () => release(holder, streamId) };
  };

  const device: MemoryDevice = {
    settings: createMemorySettings(),
    store: createMemoryStore(clock),
    locks,
    lockAnswer: 'prompt',
    own(holder, streamId) {
      const answer = device.lockAnswer;
      if (answer === 'reject') return Promise.reject(new Error('the lock manager failed'));
      if (answer === 'prompt') return Promise.resolve(take(holder, streamId));
      return new Promise((resolve) => {
        if (answer === 'late') clock.timer(() => resolve(take(holder, streamId)), LATE);
      });
    },
    free(holder) {
      dead.add(holder);
      Array.from(locks.keys()).forEach((streamId) => {
        release(holder, streamId);
      });
    },
  };
  return device;
}

function createMemorySettings(): MemoryDevice['settings'] {
  const entries = new Map<string, string>();
  let followers: { holder: object; listener: (key: string | undefined) => void }[] = [];
  return {
    entries,
    tell(key, by) {
      for (const { holder, listener } of followers) if (holder !== by) listener(key);
    },
    follow(holder, listener) {
      const follower = { holder, listener };
      followers = followers.concat(follower);
      return () => {
        followers = followers.filter((other) => other !== follower);
      };
    },
    isRefusing: false,
    get: (key) => entries.get(key),
    set(key, value) {
      if (!this.isRefusing) entries.set(key, value);
      return !this.isRefusing;
    },
    remove(key) {
      entries.delete(key);
    },
    keys: () => Array.from(entries.keys()),
  };
}

function createMemoryStore(clock: Clock): MemoryDevice['store'] {
  const records = new Map<string, string>();

  const run = <T>(operation: StoreOperation, action: () => T): Promise<T> => {
    store.log.push(operation);
    const fault = typeof store.fault === 'function' ? store.fault(operation) : store.fault;
    if (fault === 'throw') throw new Error(`the store threw at ${operation}`);
    return new Promise((resolve, reject) => {
      if (fault === 'hang') return;
      if (fault) return reject(new Error(`the store failed at ${operation}`));
      const finish = () => {
        try {
          resolve(action());
        } catch (cause) {
          reject(cause);
        }
      };
      if (store.delay) clock.timer(finish, store.delay);
      else finish();
    });
  };

  const write = (entries: ReadonlyArray<readonly [string, string]>) => {
    const after = new Map(records);
    for (const [key, value] of entries) after.set(key, value);
    let size = 0;
    after.forEach((value, key) => {
      size += key.length + value.length;
    });
    if (size > store.quota) throw new Error('the store is full');
    for (const [key, value] of entries) records.set(key, value);
  };

  const store: MemoryDevice['store'] = {
    records,
    fault: undefined,
    delay: 0,
    quota: Infinity,
    log: [],
    keys: () => run('keys', () => Array.from(records.keys())),
    get: (key) => run('get', () => records.get(key)),
    set: (entries) => run('set', () => write(entries)),
    remove: (keys) =>
      run('remove', () => {
        for (const key of keys) records.delete(key);
      }),
  };
  return store;
}
