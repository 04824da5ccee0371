import type { Stats } from '../api/stats.js';
import type { Tracker } from '../api/tracker.js';
import { resolveOptions, type TrackerOptions } from '../options/options.js';
import { openTracker } from '../tracker/open-tracker.js';
import type { WireEvent } from '../wire.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';
import { createMemoryDevice, type MemoryDevice } from './memory-device.js';
import { createMemoryNetwork, type MemoryNetwork } from './memory-network.js';
import { createMemoryPlatform, type MemoryParts, type MemoryPlatform } from './memory-platform.js';
import { createModelCollector, type ModelCollector } from './model-collector.js';

/** A running tracker and the handles of its platform. */
export interface Tab extends Omit<MemoryPlatform, 'clock' | 'device' | 'network' | 'collector'> {
  tracker: Tracker;
  track: Tracker['track'];
  stats: Tracker['stats'];
  /** Starts the tracker of a tab that was prepared, or again after it was closed. */
  start(): void;
}

/** A simulated world: one clock, one device, one network, one collector, any number of tabs. */
export interface World {
  clock: FakeClock;
  device: MemoryDevice;
  network: MemoryNetwork;
  collector: ModelCollector;
  /** Opens a tab: starts a tracker on the device. */
  open(options?: Partial<TrackerOptions>, overrides?: MemoryParts['overrides']): Tab;
  /** Opens a tab whose tracker is not started. */
  prepare(options?: Partial<TrackerOptions>, overrides?: MemoryParts['overrides'], isMirrored?: boolean): Tab;
  tabs: Tab[];
  /** Lets time pass, then checks the account of every tab. */
  advance(ms: number): Promise<void>;
  /** Lets promises settle, then checks the account of every tab. */
  settle(): Promise<void>;
  /** @throws Error when the account of a tab does not add up. */
  check(): void;
  /** Names of the events that the collector has stored, in order. */
  names(): string[];
  /** Events of that name that the collector has stored. */
  named(eventName: string): WireEvent[];
}

/** What is missing in `tracked + adopted = acknowledged + queued + all dropped`; 0 when it adds up. */
export function missing({ tracked, adopted, acknowledged, queued, dropped }: Stats): number {
  const reasons = Object.keys(dropped) as (keyof typeof dropped)[];
  const given = reasons.reduce((sum, reason) => sum + (dropped[reason] || 0), 0);
  return tracked + adopted - acknowledged - queued - given;
}

export function createWorld(seed = 1): World {
  const clock = createFakeClock();
  const device = createMemoryDevice(clock);
  const collector = createModelCollector();
  const network = createMemoryNetwork(clock, collector);
  const tabs: Tab[] = [];

  const check = () => {
    for (const { stats } of tabs) {
      const account = stats();
      // A comparison, since the account may also be spoiled by NaN.
      if (missing(account) !== 0 || account.queued < 0)
        throw new Error(`the account does not add up: ${JSON.stringify(account)}`);
    }
  };

  const prepare: World['prepare'] = (options, overrides = {}, isMirrored = false) => {
    const seedOfTab = seed * 1000 + tabs.length;
    const parts = { clock, device, network, collector, seed: seedOfTab, overrides, isMirrored };
    const memory = createMemoryPlatform(parts);
    const { platform } = memory;
    const { tracker, start } = openTracker({ ...platform, isLive: true });
    const tab: Tab = {
      ...memory,
      tracker,
      track: tracker.track,
      stats: tracker.stats,
      start: () =>
        void start({
          platform,
          options: resolveOptions({ apiUrl: 'https://collect.test', ...options }),
          sdk: { name: 'test', version: '0' },
          log: memory.log,
        }),
    };
    tabs.push(tab);
    return tab;
  };

  return {
    clock,
    device,
    network,
    collector,
    tabs,
    prepare,
    open(options, overrides) {
      const tab = prepare(options, overrides);
      tab.start();
      return tab;
    },
    async advance(ms) {
      await clock.advance(ms);
      check();
    },
    async settle() {
      await clock.settle();
      check();
    },
    check,
    names: () => collector.events.map(({ eventName }) => eventName),
    named: (name) => collector.events.filter(({ eventName }) => eventName === name),
  };
}
