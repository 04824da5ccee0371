import { createWorld, type Tab, type World } from '../world.js';
import { DAY, type Kind, type Schedule, type Step } from './step.js';

/** What a schedule came to, when all was well again and the world at rest. */
export interface Outcome {
  /** Numbers of the events that must have arrived, in order. */
  expected: number[];
  /** Numbers of the events that the collector has stored, in order. */
  arrived: number[];
  /** Reasons of drops that no step asked for. */
  falselyDropped: string[];
  /** Records and spills that are left on the device. */
  left: string[];
  /** What trackers still wait with, though all is well and they were told to send it: tab, and number of events. */
  waiting: [tab: number, count: number][];
  /** Streams of trackers that never crashed, with the number of events that the collector misses of them. */
  lost: [streamId: string, count: number][];
  /** Streams of which more was reported as dropped than was, or more is accounted for than was tracked. */
  excess: string[];
}

const REASONS_ASKED_FOR = ['invalid', 'plugin', 'rejected'];
const NEVER_SENT: ReadonlySet<Kind> = new Set(['invalid', 'noise']);
/** Longer than any wait of a tracker. */
const LONG = 120_000;
/** What one visitor leaves behind, this many later visits must take away. */
const VISITS = 4;

/** Runs a schedule on the real engine, then makes everything well again and lets the world come to rest. */
export async function simulate(schedule: Schedule): Promise<Outcome> {
  const world = createWorld(schedule.seed);
  try {
    return await play(world, schedule);
  } finally {
    // A broken engine may go round for ever: its world must end with the schedule.
    for (const one of world.tabs) one.crash();
  }
}

async function play(world: World, { seed, steps }: Schedule): Promise<Outcome> {
  const { clock, device, network, collector } = world;
  collector.rejects(({ eventName }) => (eventName === 'refused' ? 'refused' : undefined));
  const tracked = new Map<Tab, number[]>();
  const mayBeLost = new Set<number>();
  /** Tracked before a spill was written: it or the store must have them. */
  const mustBeKept = new Set<number>();
  const falselyDropped: string[] = [];
  /** Events that trackers gave up by themselves, by stream: what the collector may be told, and no more. */
  const givenUp = new Map<string, number>();
  /** A quarter of all worlds writes the end of every task synchronously, as a browser does. */
  const hasTail = seed % 4 === 3;
  let n = 0;

  const open = () => {
    const plugins = [{ name: 'noise', process: (event: never) => (isNoise(event) ? null : event) }];
    const opened = world.open({ plugins }, hasTail ? { tailBytes: () => Infinity } : {});
    tracked.set(opened, []);
    opened.tracker.on('drop', ({ reason, count, streamId = '' }) => {
      if (!REASONS_ASKED_FOR.includes(reason)) falselyDropped.push(reason);
      if (reason !== 'rejected') givenUp.set(streamId, (givenUp.get(streamId) || 0) + count);
    });
    return opened;
  };
  const alive = () => world.tabs.filter((one) => one.isAlive());
  const at = (index: number) => {
    const tabs = alive();
    return tabs[index % tabs.length] || open();
  };
  const numbersOf = (one: Tab) => tracked.get(one) || [];

  const track = (one: Tab, count: number, size: number, kind: Kind) => {
    for (let i = 0; i < count; i++) {
      n++;
      const properties = { n, tab: world.tabs.indexOf(one), mark: `#${n};`, text: 'x'.repeat(size) };
      one.track(kind, kind === 'invalid' ? circle() : properties);
      if (kind === 'good') numbersOf(one).push(n);
    }
  };

  const keep = (one: Tab) => {
    if (!device.settings.isRefusing) for (const number of numbersOf(one)) mustBeKept.add(number);
  };

  const leave = (one: Tab, signal: 'hidden' | 'exit') => {
    one.signal(signal);
    keep(one);
  };

  /** What neither the store nor a spill has when its tracker dies is lost with it, and only that. */
  const crash = (one: Tab) => {
    one.crash();
    const kept = [...device.store.records.values(), ...device.settings.entries.values()].join('\n');
    for (const number of numbersOf(one)) {
      if (!kept.includes(`#${number};`) && !mustBeKept.has(number)) mayBeLost.add(number);
    }
  };

  const take = async (step: Step): Promise<void> => {
    switch (step.do) {
      case 'track': {
        const one = at(step.tab);
        track(one, step.count, step.size, step.kind);
        // The end of the task, and of the microtasks that it left.
        for (let turn = 0; turn < 3; turn++) await undefined;
        if (hasTail && step.kind === 'good' && step.count) keep(one);
        return;
      }
      case 'advance':
        return clock.advance(step.ms);
      case 'jump':
        return clock.jump(step.ms);
      case 'flush':
        void at(step.tab).tracker.flush();
        return;
      case 'signal':
        if (step.signal === 'hidden' || step.signal === 'exit') return leave(at(step.tab), step.signal);
        return at(step.tab).signal(step.signal);
      case 'crash': {
        const one = at(step.tab);
        if (step.after) leave(one, step.after);
        return crash(one);
      }
      case 'leave':
        for (const one of alive()) {
          leave(one, 'exit');
          crash(one);
        }
        return clock.advance(step.days * DAY);
      case 'open':
        if (alive().length < 3) open();
        return;
      case 'network':
        network.behaviour = step.behaviour;
        network.latency = step.latency;
        network.beacon = step.beacon;
        return;
      case 'store':
        device.store.fault = step.fault;
        device.store.delay = step.delay;
        device.store.quota = step.room;
        return;
      case 'settings':
        device.settings.isRefusing = step.isRefusing;
    }
  };

  open();
  for (const step of steps) {
    await take(step);
    world.check();
  }

  makeWell(world);
  await world.advance(LONG);
  for (const one of alive()) one.signal('visible');
  await world.advance(LONG);
  // Carries the last reports of drops, which travel with events.
  for (const one of alive()) one.track('last', { tab: world.tabs.indexOf(one) });
  await Promise.all(alive().map(({ tracker }) => tracker.flush()));
  world.check();
  const waiting = alive()
    .map((one): [number, number] => [world.tabs.indexOf(one), one.stats().queued])
    .filter(([, count]) => count > 0);
  const lost = streamsOf(world, alive())
    .map((id): [string, number] => [id, collector.lost(id)])
    .filter(([, count]) => count > 0);

  for (const one of alive()) {
    one.signal('exit');
    one.crash();
  }
  // A record that several streams have spilled, each of which had adopted it, takes as many visits.
  for (let visit = 0; visit < VISITS && (!visit || leftOn(world)[0]); visit++) {
    const heir = open();
    await world.advance(LONG);
    await heir.tracker.close();
  }
  world.check();

  const arrived = world.named('good').map(({ properties }) => properties?.n as number);
  const isArrived = new Set(arrived);
  const all: number[] = [];
  tracked.forEach((numbers) => {
    all.push(...numbers);
  });
  return {
    expected: sorted(all.filter((number) => !mayBeLost.has(number) || isArrived.has(number))),
    arrived: sorted(arrived),
    falselyDropped,
    left: leftOn(world),
    waiting,
    lost,
    excess: collector.streams().filter((id) => {
      const { highest, received, rejected, dropped } = collector.account(id);
      return dropped > (givenUp.get(id) || 0) || received + rejected + dropped > highest + trailing(steps);
    }),
  };
}

function makeWell({ device, network }: World): void {
  network.behaviour = 'deliver';
  network.latency = 0;
  network.beacon = 'lose';
  device.store.fault = undefined;
  device.store.delay = 0;
  device.store.quota = Infinity;
  device.settings.isRefusing = false;
}

const leftOn = ({ device }: World) => [
  ...Array.from(device.store.records.keys()),
  ...Array.from(device.settings.entries.keys()).filter((key) => key.startsWith('spill')),
];

/** The streams in which these tabs have delivered anything. */
function streamsOf({ collector, tabs }: World, wanted: readonly Tab[]): string[] {
  const ids = new Set<string>();
  for (const { streamId, properties } of collector.events) {
    const one = tabs[properties?.tab as number];
    if (streamId && one && wanted.includes(one)) ids.add(streamId);
  }
  return Array.from(ids);
}

const sorted = (numbers: readonly number[]) => numbers.slice().sort((a, b) => a - b);
const isNoise = (event: { eventName: string }) => event.eventName === 'noise';
const circle = () => {
  const properties: Record<string, unknown> = {};
  properties.self = properties;
  return properties;
};

/** Events that their tracker gave up, which no gap shows when nothing came behind them. */
const trailing = (steps: readonly Step[]) =>
  steps.reduce((sum, step) => sum + (step.do === 'track' && NEVER_SENT.has(step.kind) ? step.count : 0), 0);
