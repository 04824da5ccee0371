import { createMirroredLog } from '../log/mirrored-log.js';
import type { LogOpener } from '../log/open-log.js';
import { createStoredLog } from '../log/stored-log.js';
import type { LifecycleSignal, Platform } from '../platform.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';
import { createMemoryDevice, type MemoryDevice } from './memory-device.js';
import { createMemoryMirror } from './memory-mirror.js';
import { createMemoryNetwork, type MemoryNetwork } from './memory-network.js';
import { createModelCollector, type ModelCollector } from './model-collector.js';
import { createSeededRandom } from './random.js';

/** Parts that several platforms may share: two tabs share a device, a visit after a crash too. */
export interface MemoryParts {
  clock?: FakeClock;
  device?: MemoryDevice;
  network?: MemoryNetwork;
  collector?: ModelCollector;
  /** Seed of `random`. Default 1. */
  seed?: number;
  /** Replaces members of the platform. */
  overrides?: Partial<Platform>;
  /** The records of the device are mirrored in memory, as in a mini-program: one process alone has them. */
  isMirrored?: boolean;
}

/** A platform in memory, and the handles that a test moves its world with. */
export interface MemoryPlatform {
  platform: Platform;
  log: LogOpener;
  clock: FakeClock;
  device: MemoryDevice;
  network: MemoryNetwork;
  collector: ModelCollector;
  /** Sends a lifecycle signal to the tracker. After `exit` the page is frozen, and hears nothing until it is back. */
  signal(signal: LifecycleSignal): void;
  /** The process dies at once: timers and promises with it, locks are freed, settings and store stay. */
  crash(): void;
  isAlive(): boolean;
  /** Somebody else alive holds the lock of the stream. */
  isForeign(streamId: string): boolean;
  /** Messages that the logger was warned with. */
  warnings: string[];
}

export function createMemoryPlatform(parts: MemoryParts = {}): MemoryPlatform {
  const clock = parts.clock || createFakeClock();
  const device = parts.device || createMemoryDevice(clock);
  const collector = parts.collector || createModelCollector();
  const network = parts.network || createMemoryNetwork(clock, collector);
  const holder = {};
  const warnings: string[] = [];
  let listeners: ((signal: LifecycleSignal) => void)[] = [];
  let isAlive = true;
  let isFrozen = false;

  /** The dead get no answers and do nothing more, whatever still runs in their name. */
  const living = <T>(action: () => Promise<T>): Promise<T> => {
    // Outside the promise, so that a store which throws at once does so here too.
    const done = isAlive ? action() : new Promise<T>(() => {});
    return new Promise((resolve, reject) => {
      done.then(
        (value) => isAlive && resolve(value),
        (cause) => isAlive && reject(cause),
      );
    });
  };

  const { settings, store } = device;
  /** Other tabs hear of a change in a task of their own. */
  const hear = (key: string) => {
    clock.timer(() => settings.tell(key, holder), 0);
  };
  const platform: Platform = {
    name: 'h5',
    clock: {
      now: clock.now,
      timer: (callback, ms) => clock.timer(() => isAlive && callback(), ms),
    },
    random: createSeededRandom(parts.seed === undefined ? 1 : parts.seed),
    settings: {
      get: (key) => settings.get(key),
      set(key, value) {
        const before = settings.get(key);
        const isKept = isAlive && settings.set(key, value);
        if (isKept && before !== value) hear(key);
        return isKept;
      },
      remove(key) {
        if (!isAlive || settings.get(key) === undefined) return;
        settings.remove(key);
        hear(key);
      },
      keys: () => settings.keys(),
      watch: (listener) => settings.follow(holder, (key) => isAlive && !isFrozen && listener(key)),
    },
    store: {
      keys: () => living(() => store.keys()),
      get: (key) => living(() => store.get(key)),
      set: (entries) => living(() => store.set(entries)),
      remove: (keys) => living(() => store.remove(keys)),
    },
    send: (request) => living(() => network.send(request)),
    sendOnExit: (url, body) => isAlive && network.sendOnExit(url, body),
    own: (streamId) => living(() => device.own(holder, streamId)),
    lifecycle(listener) {
      listeners = listeners.concat(listener);
      return () => {
        listeners = listeners.filter((other) => other !== listener);
      };
    },
    facts: () => ({ deviceType: 'desktop', osName: 'TestOS', network: 'wifi' }),
    campaign: () => ({}),
    page: () => ({ pagePath: '/home', pageTitle: 'Home' }),
    logger: {
      warn(message) {
        warnings.push(message);
      },
    },
    ...parts.overrides,
  };

  return {
    platform,
    log: parts.isMirrored
      ? createMirroredLog(createMemoryMirror(device, platform.clock, () => isAlive))
      : createStoredLog(platform),
    clock,
    device,
    network,
    collector,
    signal(signal) {
      if (!isAlive) return;
      isFrozen = signal === 'exit' || (isFrozen && signal !== 'visible');
      for (const listener of listeners) listener(signal);
    },
    crash() {
      isAlive = false;
      device.free(holder);
    },
    isAlive: () => isAlive,
    isForeign: (streamId) => device.locks.has(streamId) && device.locks.get(streamId) !== holder,
    warnings,
  };
}
