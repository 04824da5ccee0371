import type { DropReason } from '../../wire.js';
import type { World } from '../world.js';
import { isStrange } from './damage.js';
import { type Journal, numberOf, type Tracked } from './journal.js';
import { DAY } from './make-schedule.js';
import type { Schedule } from './step.js';
import { PASSES, SECRET, type Visitor } from './visitor.js';
import type { RequestWatch } from './watch-requests.js';

/** What a schedule came to, when all was well again and the world at rest; empty lists when every promise was kept. */
export interface Outcome {
  /** Numbers of events that are owed, and neither arrived nor were reported as dropped. */
  missing: number[];
  /** Numbers of events that the collector has stored more than once. */
  doubled: number[];
  /** Reasons of drops that no step asked for. */
  falselyDropped: string[];
  /** Records and spills that are left on the device. */
  left: string[];
  /** What trackers still wait with, though all is well and they were told to send it: tab, and number of events. */
  waiting: [tab: number, count: number][];
  /** Streams of trackers that never crashed, with the number of events that the collector misses of them. */
  lost: [streamId: string, count: number][];
  /** Streams of which more was reported as dropped than was. */
  excess: string[];
  /** Events that were reported as dropped by a tracker that had the answer that they are stored. */
  denied: string[];
  /** Devices, sessions and users that were carried over a reset. */
  carriedOver: string[];
  /** Events that did not pass plugins and mask once, or lack what was registered. */
  spoiled: number[];
  /** What trackers did that no tracker may do. */
  offences: string[];
}

/** Reasons that steps of a schedule ask for. */
export function reasonsAskedFor({ steps, maxQueueBytes }: Schedule): ReadonlySet<DropReason> {
  const reasons = new Set<DropReason>(['invalid', 'plugin', 'sampled', 'rejected']);
  let days = 0;
  for (const step of steps) {
    if (step.do === 'consent' && step.consent === 'denied') reasons.add('consent');
    if (step.do === 'close') reasons.add('closed');
    if (step.do === 'leave') days += step.days;
    if (step.do === 'jump') days += Math.abs(step.ms) / DAY;
    if (step.do === 'network' && typeof step.weather === 'object') {
      if (step.weather.gate === 'size') reasons.add('too_large');
      if (step.weather.gate === 'content' && step.weather.status === 400) reasons.add('refused');
    }
  }
  if (maxQueueBytes) reasons.add('overflow');
  // An hour or two may pass beside.
  if (days > 6) reasons.add('expired');
  return reasons;
}

/** Whether the event may be reported as dropped for the reason. */
export const createMayBe =
  (reasons: ReadonlySet<DropReason>, journal: Journal) =>
  ({ number, kind, size }: Tracked, reason: DropReason): boolean => {
    if (reason === 'invalid') return journal.isDamaged(number);
    if (reason === 'refused') return reasons.has(reason) && kind === 'poison';
    if (reason === 'too_large') return reasons.has(reason) && size > 1000;
    return reasons.has(reason) && (reason === 'overflow' || reason === 'expired');
  };

export function findDoubled({ collector }: World): number[] {
  const seen = new Set<number>();
  return collector.events
    .filter(({ eventName }) => eventName !== 'last')
    .map(numberOf)
    .filter((number) => number > 0 && seen.size === seen.add(number).size);
}

export const leftOn = ({ device }: World): string[] =>
  [
    ...device.store.records.keys(),
    ...[...device.settings.entries.keys()].filter((key) => key.startsWith('spill')),
  ].filter((key) => !isStrange(key));

export const findExcess = ({ collector }: World, visitors: readonly Visitor[]): string[] =>
  collector.streams().filter((id) => {
    const given = visitors.reduce(
      (sum, { givenUp, unnumbered }) => sum + (givenUp.get(id) || 0) + unnumbered,
      0,
    );
    return id !== STRANGE_STREAM && collector.account(id).dropped > given;
  });

/** The stream of the records of strangers. */
const STRANGE_STREAM = 's';

/** Events that are stored, and were reported as dropped by a tracker that had the answer. */
export const findDenied = ({ collector }: World, journal: Journal, watch: RequestWatch): string[] =>
  collector.events
    .filter((event) => watch.isDenied(event) && !journal.wasLeft(event))
    .map(({ streamId, seq }) => `${streamId}:${seq}`);

export function findSpoiled({ collector }: World, journal: Journal): number[] {
  const tracked = new Map(journal.events().map((event) => [event.number, event]));
  return collector.events
    .filter(({ properties = {} }) => {
      const event = tracked.get(Number(properties.n));
      if (!event) return false;
      const { registered } = event;
      const isRight = registered === undefined || registered === Number(properties.registered || 0);
      return properties[PASSES] !== 1 || SECRET in properties || !isRight;
    })
    .map(numberOf);
}
