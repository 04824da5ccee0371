import { createTracker } from '../tracker/create-tracker.js';
import type { Stats } from '../tracker/ledger.js';
import { resolveOptions, type TrackerOptions } from '../tracker/options.js';
import type { Tracker } from '../tracker/tracker.js';
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
}

/** A simulated world: one clock, one device, one network, one collector, any number of tabs. */
export interface World {
  clock: FakeClock;
  device: MemoryDevice;
  network: MemoryNetwork;
  collector: ModelCollector;
  /** Opens a tab: starts a tracker on the device. */
  open(options?: Partial<TrackerOptions>, overrides?: MemoryParts['overrides']): Tab;
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

  return {
    clock,
    device,
    network,
    collector,
    tabs,
    open(options, overrides = {}) {
      const parts = { clock, device, network, collector, seed: seed * 1000 + tabs.length, overrides };
      const memory = createMemoryPlatform(parts);
      const resolved = resolveOptions({ apiUrl: 'https://collect.test', ...options });
      const tracker = createTracker(memory.platform, resolved, { name: 'test', version: '0' });
      const tab: Tab = { ...memory, tracker, track: tracker.track, stats: tracker.stats };
      tabs.push(tab);
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
