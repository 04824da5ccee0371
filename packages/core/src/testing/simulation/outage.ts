import type { NetworkBehaviour } from '../memory-network.js';
import type { MemoryParts } from '../memory-platform.js';
import { createWorld, type World } from '../world.js';

/** The network as it was for `ms`, before it was well again. */
export interface Outage {
  seed: number;
  behaviour: NetworkBehaviour;
  ms: number;
  /** Time between two events that the tab tracks meanwhile, in ms; `Infinity`: it tracks one, at the beginning. */
  every: number;
}

/** What came of an outage. */
export interface Aftermath {
  /** Time from its end until all that was tracked before its end had arrived, in ms. */
  lateness: number;
  /** Requests while it lasted. */
  requests: number;
  /** The shortest time between two of them, in ms. */
  shortestPause: number;
}

const SECOND = 1000;
/** Longer than any lateness, in ms. */
const PATIENCE = 2 * 3600 * SECOND;
/** As a browser writes. */
const WRITES: MemoryParts['overrides'] = { writes: { tailBytes: () => Infinity, patience: 2000 } };

/** Runs a tab that stays open through an outage. */
export async function runOutage({ seed, behaviour, ms, every }: Outage): Promise<Aftermath> {
  const world = createWorld(seed);
  const { track, crash } = world.open({}, WRITES);
  const tracked = await prepare(world, seed);
  world.network.behaviour = behaviour;
  const { requests } = world.network;
  requests.length = 0;
  let events = tracked;
  for (let passed = 0; passed < ms; passed += Math.min(every, ms)) {
    track('during');
    events++;
    await world.advance(Math.min(every, ms - passed));
  }
  const times = requests.map(({ at }) => at);
  const pauses = times.slice(1).map((at, index) => at - (times[index] as number));
  world.network.behaviour = 'deliver';
  const end = world.clock.now();
  while (world.collector.events.length < events && world.clock.now() - end < PATIENCE)
    await world.advance(50);
  const lateness = world.clock.now() - end;
  crash();
  return { lateness, requests: times.length, shortestPause: Math.min(Infinity, ...pauses) };
}

/** A page that has been in use for some seconds, another number for each seed. */
async function prepare({ advance, tabs, collector }: World, seed: number): Promise<number> {
  tabs[0]?.track('before');
  await advance(10 * SECOND + (seed % 97) * 10);
  return collector.events.length;
}
