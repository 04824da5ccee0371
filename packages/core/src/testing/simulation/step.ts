import type { LifecycleSignal } from '../../platform.js';
import type { StoreFault } from '../memory-device.js';
import type { NetworkBehaviour } from '../memory-network.js';
import { createSeededRandom } from '../random.js';

/** What a step tracks: `refused` by the collector, `invalid` for `track`, `noise` for a plugin. */
export type Kind = 'good' | 'refused' | 'invalid' | 'noise';

/** One thing that happens to the world; `tab` is taken modulo the number of tabs that live. */
export type Step =
  | { do: 'track'; tab: number; count: number; size: number; kind: Kind }
  | { do: 'advance'; ms: number }
  | { do: 'jump'; ms: number }
  | { do: 'flush'; tab: number }
  | { do: 'signal'; tab: number; signal: LifecycleSignal }
  | { do: 'crash'; tab: number; after: 'hidden' | 'exit' | undefined }
  | { do: 'leave'; days: number }
  | { do: 'open' }
  | { do: 'network'; behaviour: NetworkBehaviour; latency: number; beacon: 'deliver' | 'lose' | 'refuse' }
  | { do: 'store'; fault: StoreFault; delay: number; room: number }
  | { do: 'settings'; isRefusing: boolean };

/** A world, and all that happens in it: what a seed stands for. */
export interface Schedule {
  seed: number;
  steps: Step[];
}

const MAX_STEPS = 40;
export const DAY = 864e5;
/** All days of absence together stay below the age at which records are given up. */
const MAX_DAYS = 5;

const BEHAVIOURS: readonly NetworkBehaviour[] = [
  'deliver',
  'deliver',
  'twice',
  'offline',
  'hang',
  'lose',
  'reject',
  { status: 503 },
  { status: 429, retryAfter: '30' },
  { status: 401 },
  { status: 200, body: '<html></html>' },
];

/** The schedule of a seed: always the same one. */
export function makeSchedule(seed: number): Schedule {
  const random = createSeededRandom(seed);
  const number = (below: number) => {
    const [high, low] = random(2) as unknown as [number, number];
    return (high * 256 + low) % below;
  };
  const pick = <T>(choices: readonly T[]): T => choices[number(choices.length)] as T;
  const tab = () => number(6);
  let daysLeft = MAX_DAYS;
  const leave = (): Step => {
    const days = Math.min(daysLeft, 1 + number(3));
    daysLeft -= days;
    return { do: 'leave', days };
  };

  const kinds: readonly [weight: number, make: () => Step][] = [
    [
      8,
      () => ({
        do: 'track',
        tab: tab(),
        count: 1 + number(15),
        size: pick([0, 100, 3000]),
        kind: pick<Kind>(['good', 'good', 'good', 'refused', 'invalid', 'noise']),
      }),
    ],
    [8, () => ({ do: 'advance', ms: pick([0, 1, 20, 700, 6000, 70_000]) })],
    [1, () => ({ do: 'jump', ms: pick([-DAY, -5000, 5000]) })],
    [2, () => ({ do: 'flush', tab: tab() })],
    [
      6,
      () => ({
        do: 'signal',
        tab: tab(),
        signal: pick<LifecycleSignal>(['hidden', 'exit', 'visible', 'visible', 'online', 'offline']),
      }),
    ],
    [4, () => ({ do: 'crash', tab: tab(), after: pick([undefined, 'hidden', 'exit'] as const) })],
    [1, leave],
    [3, () => ({ do: 'open' })],
    [
      4,
      () => ({
        do: 'network',
        behaviour: pick(BEHAVIOURS),
        latency: pick([0, 10, 2000]),
        beacon: pick(['deliver', 'lose', 'refuse'] as const),
      }),
    ],
    [
      3,
      () => ({
        do: 'store',
        fault: pick<StoreFault>([undefined, undefined, 'reject', 'throw', 'hang']),
        delay: pick([0, 0, 15, 800]),
        room: pick([Infinity, Infinity, 20_000]),
      }),
    ],
    [1, () => ({ do: 'settings', isRefusing: pick([true, false]) })],
  ];
  const bag: (() => Step)[] = [];
  for (const [weight, make] of kinds) for (let i = 0; i < weight; i++) bag.push(make);

  return { seed, steps: Array.from({ length: 3 + number(MAX_STEPS - 2) }, () => pick(bag)()) };
}
