import type { LifecycleSignal } from '../../platform.js';
import type { Priority } from '../../wire.js';
import type { LockAnswer, StoreFault } from '../memory-device.js';
import { createSeededRandom } from '../random.js';
import type { Damage, Kind, Schedule, Step, Weather, Writing } from './step.js';

const MAX_STEPS = 40;
export const DAY = 864e5;

const WRITINGS: readonly Writing[] = ['task', 'patient', 'gathered', 'tail', 'patient', 'gathered'];

const WEATHERS: readonly Weather[] = [
  'deliver',
  'deliver',
  'deliver',
  'twice',
  'offline',
  'offline',
  'hang',
  'lose',
  'reject',
  { status: 503 },
  { status: 429 },
  { status: 429, retryAfter: '30' },
  { status: 503, retryAfter: '3600' },
  { status: 503, retryAfter: '3000000' },
  { status: 503, retryAfter: 'Fri, 01 Jan 2100 00:00:00 GMT' },
  { status: 401, body: '{"error":{"code":"unknown_key","message":""}}' },
  { status: 403, body: '<html></html>' },
  { status: 200, body: '<html></html>' },
  { status: 200, body: '{"accepted":true,"duplicates":0,"rejected":[]}' },
  { gate: 'content', status: 400 },
  { gate: 'content', status: 403 },
  { gate: 'content', status: 404 },
  { gate: 'content', status: 406 },
  { gate: 'content', status: 500 },
  { gate: 'gzip', status: 400 },
  { gate: 'gzip', status: 415 },
  { gate: 'gzip', status: 501 },
  { gate: 'size', maxBytes: 3000 },
];

/** Bytes that a queue may hold; the small one overflows within a few steps. */
const QUEUE_BYTES: readonly (number | undefined)[] = [
  undefined,
  undefined,
  undefined,
  undefined,
  undefined,
  undefined,
  3000,
  20_000,
];

/** What a schedule is made of. A fault that rare circumstances show is looked for where these are common. */
export interface Climate {
  writings?: readonly Writing[];
  weathers?: readonly Weather[];
  queueBytes?: readonly (number | undefined)[];
}

/** The schedule of a seed: always the same one, in the same climate. */
export function makeSchedule(seed: number, climate: Climate = {}): Schedule {
  const { writings = WRITINGS, weathers = WEATHERS, queueBytes = QUEUE_BYTES } = climate;
  const random = createSeededRandom(seed);
  const number = (below: number) => {
    const [high, low] = random(2) as unknown as [number, number];
    return (high * 256 + low) % below;
  };
  const pick = <T>(choices: readonly T[]): T => choices[number(choices.length)] as T;
  const tab = () => number(6);

  const kinds: readonly [weight: number, make: () => Step][] = [
    [
      16,
      () => ({
        do: 'track',
        tab: tab(),
        count: 1 + number(15),
        size: pick([0, 100, 3000]),
        kind: pick<Kind>(['good', 'good', 'good', 'good', 'refused', 'invalid', 'noise', 'poison']),
        priority: pick<Priority | undefined>([undefined, undefined, 'P0', 'P2', 'audit']),
      }),
    ],
    [16, () => ({ do: 'advance', ms: pick([0, 1, 20, 700, 2500, 6000, 70_000]) })],
    [2, () => ({ do: 'jump', ms: pick([-400 * DAY, -DAY, -5000, 5000, DAY, 400 * DAY]) })],
    [4, () => ({ do: 'flush', tab: tab() })],
    [
      12,
      () => ({
        do: 'signal',
        tab: tab(),
        signal: pick<LifecycleSignal>(['hidden', 'exit', 'visible', 'visible', 'online', 'offline']),
      }),
    ],
    [8, () => ({ do: 'crash', tab: tab(), after: pick([undefined, 'hidden', 'exit'] as const) })],
    [2, () => ({ do: 'leave', days: pick([1, 1, 2, 8]) })],
    [6, () => ({ do: 'open', isLate: pick([false, false, true]) })],
    [2, () => ({ do: 'close', tab: tab() })],
    [3, () => ({ do: 'start', tab: tab() })],
    [3, () => ({ do: 'consent', tab: tab(), consent: pick(['granted', 'granted', 'pending', 'denied']) })],
    [2, () => ({ do: 'setUser', tab: tab() })],
    [2, () => ({ do: 'reset', tab: tab() })],
    [2, () => ({ do: 'register', tab: tab() })],
    [
      10,
      () => ({
        do: 'network',
        weather: pick(weathers),
        latency: pick([0, 10, 2000]),
        beacon: pick(['deliver', 'lose', 'refuse'] as const),
      }),
    ],
    [
      6,
      () => ({
        do: 'store',
        fault: pick<StoreFault>([undefined, undefined, undefined, 'reject', 'throw', 'hang']),
        delay: pick([0, 0, 15, 800, 5000]),
        room: pick(['endless', 'endless', 20_000] as const),
      }),
    ],
    [2, () => ({ do: 'settings', isRefusing: pick([true, false]) })],
    [1, () => ({ do: 'locks', answer: pick<LockAnswer>(['prompt', 'prompt', 'late', 'never', 'reject']) })],
    [
      1,
      () => ({
        do: 'damage',
        damage: pick<Damage>(['record', 'spill', 'setting', 'strangers', 'clear']),
        pick: number(100),
      }),
    ],
  ];
  const bag: (() => Step)[] = [];
  for (const [weight, make] of kinds) for (let i = 0; i < weight; i++) bag.push(make);

  return {
    seed,
    writing: pick(writings),
    maxQueueBytes: pick(queueBytes),
    steps: Array.from({ length: 3 + number(MAX_STEPS - 2) }, () => pick(bag)()),
  };
}
