import type { Consent } from '../../api/consent.js';
import type { LifecycleSignal, SendAnswer } from '../../platform.js';
import type { Priority } from '../../wire.js';
import type { LockAnswer, StoreFault } from '../memory-device.js';

/**
 * What a step tracks: `refused` is rejected by the collector, `invalid` by `track`, `noise` by a plugin, or left out by sampling; `poison` is
 * what a gate takes offence at.
 */
export type Kind = 'good' | 'refused' | 'invalid' | 'noise' | 'poison';

/**
 * Something between tracker and collector that looks at what passes:
 *
 * - `content`: it answers with this status to every body that holds a `poison` event;
 * - `gzip`: it answers with this status to every body that went as gzip;
 * - `size`: it answers 413 to every body above so many bytes.
 */
export type Gate =
  | { gate: 'content'; status: number }
  | { gate: 'gzip'; status: number }
  | { gate: 'size'; maxBytes: number };

export type Weather =
  | 'deliver'
  | 'twice'
  | 'offline'
  | 'hang'
  | 'lose'
  | 'reject'
  | (SendAnswer & { gate?: undefined })
  | Gate;

/** What somebody does to what is kept on the device, behind the trackers' back. */
export type Damage =
  /** A record in the store is overwritten with a text that is none. */
  | 'record'
  /** A piece of a spill is cut short. */
  | 'spill'
  /** A setting that is no piece of a spill becomes a text that makes no sense. */
  | 'setting'
  /** Keys come that are not ours, or of another version. */
  | 'strangers'
  /** The host clears its storage: all settings. */
  | 'clear';

/** One thing that happens to the world; `tab` is taken modulo the number of tabs that live. */
export type Step =
  | { do: 'track'; tab: number; count: number; size: number; kind: Kind; priority: Priority | undefined }
  | { do: 'advance'; ms: number }
  | { do: 'jump'; ms: number }
  | { do: 'flush'; tab: number }
  | { do: 'signal'; tab: number; signal: LifecycleSignal }
  | { do: 'crash'; tab: number; after: 'hidden' | 'exit' | undefined }
  | { do: 'leave'; days: number }
  | { do: 'open'; isLate: boolean }
  | { do: 'close'; tab: number }
  /** Of a tab that was opened late, or closed. */
  | { do: 'start'; tab: number }
  | { do: 'consent'; tab: number; consent: Consent }
  | { do: 'setUser'; tab: number }
  | { do: 'reset'; tab: number }
  | { do: 'register'; tab: number }
  | { do: 'network'; weather: Weather; latency: number; beacon: 'deliver' | 'lose' | 'refuse' }
  | { do: 'store'; fault: StoreFault; delay: number; room: number | 'endless' }
  | { do: 'settings'; isRefusing: boolean }
  | { do: 'locks'; answer: LockAnswer }
  | { do: 'damage'; damage: Damage; pick: number };

/**
 * How the trackers of a world write:
 *
 * - `task`: the store gets the records of a task at its end;
 * - `tail`: a spill keeps them until the store has them;
 * - `patient`: as in a browser, the store gets only what is not acknowledged after two seconds;
 * - `gathered`: as in Node, several tasks make one write, and there are several requests at a time;
 * - `mirrored`: as in a mini-program, one process alone has the records, and has them in memory.
 */
export type Writing = 'task' | 'tail' | 'patient' | 'gathered' | 'mirrored';

/** A world, and all that happens in it: what a seed stands for. */
export interface Schedule {
  seed: number;
  writing: Writing;
  /** Bytes that may wait; `undefined`: more than a schedule ever tracks. */
  maxQueueBytes: number | undefined;
  steps: Step[];
}
