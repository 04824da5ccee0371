import type { Plugin } from '../../api/plugin.js';
import { sampling } from '../../event/sampling.js';
import type { TrackerOptions } from '../../options/options.js';
import type { Platform, SendAnswer, SendRequest, WritePolicy } from '../../platform.js';
import type { NetworkBehaviour } from '../memory-network.js';
import type { ModelCollector } from '../model-collector.js';
import type { Tab, World } from '../world.js';
import type { Schedule, Weather, Writing } from './step.js';

/** A tab of the world, and what the world knows of it. */
export interface Visitor {
  readonly tab: Tab;
  readonly index: number;
  /** `closing`: it was told to, and may still wait for an answer. */
  phase: 'unstarted' | 'started' | 'closing' | 'closed';
  /** It went away and hears nothing. */
  isFrozen: boolean;
  /** The user has decided while it heard nothing. */
  hasMissedDecision: boolean;
  /** The latest reset that it has heard of. */
  heardReset: number;
  /** What it has registered; `undefined`: nobody knows. */
  registered: number | undefined;
  /** Events that it gave up and is to report, by stream. */
  readonly givenUp: Map<string, number>;
  /** Events that it gave up before they had a number: they get one at the start. */
  unnumbered: number;
}

/** The plugin of a visitor counts on every event how often it saw it. */
export const PASSES = 'passes';
/** No event with this property may leave a tracker: the mask takes it away. */
export const SECRET = 'secret';

const WRITES: Record<Writing, (world: World) => WritePolicy | undefined> = {
  task: () => undefined,
  mirrored: () => undefined,
  tail: () => ({ tailBytes: () => Infinity }),
  patient: () => ({ tailBytes: () => Infinity, patience: 2000 }),
  gathered: ({ clock }) => ({ gather: () => new Promise((resolve) => void clock.timer(resolve, 20)) }),
};

/** Opens a tab whose tracker has a mask and plugins, half of them before `init`. */
export function prepareVisitor(world: World, { writing, maxQueueBytes }: Schedule): Visitor {
  const index = world.tabs.length;
  const writes = WRITES[writing](world);
  const overrides: Partial<Platform> = writes ? { writes } : {};
  if (writing === 'gathered') overrides.requests = 4;
  const isEarly = index % 2 === 0;
  const options: Partial<TrackerOptions> = {
    plugins: isEarly ? [noise] : [noise, countPasses],
    sampling: sampling({ sampled: 0 }),
    mask: ({ [SECRET]: _, ...rest }) => rest,
    ...(maxQueueBytes && { maxQueueBytes }),
  };
  const tab = world.prepare(options, overrides, writing === 'mirrored');
  if (isEarly) tab.tracker.use(countPasses);
  return {
    tab,
    index,
    phase: 'unstarted',
    isFrozen: false,
    hasMissedDecision: false,
    heardReset: 0,
    registered: 0,
    givenUp: new Map(),
    unnumbered: 0,
  };
}

const noise: Plugin = {
  name: 'noise',
  process: (event) => (event.eventName === 'noise' ? null : event),
};

const countPasses: Plugin = {
  name: 'count-passes',
  process(event) {
    event.properties[PASSES] = Number(event.properties[PASSES] || 0) + 1;
    return event;
  },
};

/** What a network does in this weather. */
export function behaviourOf(weather: Weather, collector: ModelCollector): NetworkBehaviour {
  if (typeof weather === 'string' || weather.gate === undefined) return weather;
  const isStopped = gateOf(weather);
  return (request) => isStopped(request) || collector.receive(request.body, request.bytes);
}

function gateOf(weather: Extract<Weather, { gate: string }>) {
  return ({ body, bytes, compress }: SendRequest): SendAnswer | undefined => {
    if (weather.gate === 'content')
      return body.includes('"eventName":"poison"') ? { status: weather.status } : undefined;
    if (weather.gate === 'gzip') return compress ? { status: weather.status, isCompressed: true } : undefined;
    return bytes > weather.maxBytes ? { status: 413 } : undefined;
  };
}
