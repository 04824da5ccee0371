import { gapsOf, type Range, type Ranges, size, union } from './ranges.ts';

/**
 * Something about a stream that its figures alone do not show. All but `scattered` contradict what an honest tracker
 * does, or nearly so.
 *
 * - `jump`: a number lies too far above the highest before it, and was not counted.
 * - `number_reused`: two events have the same number.
 * - `several_devices`: events of different devices.
 * - `dropped_but_stored`: a number was reported as dropped, and its event is stored.
 * - `dropped_more_than_missing`: totals of drops are larger than what is missing.
 * - `scattered`: so many gaps that numbers that come late are no longer counted.
 */
export type StreamMark =
  | 'jump'
  | 'number_reused'
  | 'several_devices'
  | 'dropped_but_stored'
  | 'dropped_more_than_missing'
  | 'scattered';

/** A running total of drops, as trackers report it that know no numbers. Who dropped counts for itself. */
export interface DropTotal {
  reason: string;
  /** The stream that dropped; empty for the stream itself. */
  by: string;
  count: number;
}

/** Numbers that are accounted for, while it is no longer known of each what became of it. */
export interface Settled {
  numbers: Ranges;
  received: number;
  rejected: number;
  dropped: Record<string, number>;
  lost: number;
}

/** What became of each number of a stream. A number counts once: as stored, else as rejected, else as dropped. */
export interface StreamAccount {
  streamId: string;
  deviceId: string | null;
  platform: string | null;
  firstSeen: string;
  lastSeen: string;
  /** The highest number that was heard of. */
  highest: number;
  stored: Ranges;
  rejected: Ranges;
  /** By reason, from reports that have numbers. */
  dropped: Record<string, Ranges>;
  totals: DropTotal[];
  settled: Settled | null;
  marks: StreamMark[];
}

/** What a batch brings for one stream. */
export interface StreamChange {
  streamId: string;
  /** Of events that were not in the store before; one entry for each event. */
  stored: number[];
  rejected: number[];
  dropped: { reason: string; ranges: readonly Range[] }[];
  totals: DropTotal[];
  devices: { deviceId: string; platform: string }[];
  /** ISO 8601. */
  at: string;
}

export function openAccount(streamId: string, at: string): StreamAccount {
  return {
    streamId,
    deviceId: null,
    platform: null,
    firstSeen: at,
    lastSeen: at,
    highest: 0,
    stored: [],
    rejected: [],
    dropped: {},
    totals: [],
    settled: null,
    marks: [],
  };
}

/** All numbers of which it is known what became of them. */
export function accountedFor({ stored, rejected, dropped, settled }: StreamAccount): Ranges {
  return [rejected, ...Object.values(dropped), settled?.numbers ?? []].reduce(union, stored);
}

/** How many numbers were stored, rejected, and dropped for each reason. */
export function countNumbers({ stored, rejected, dropped, settled }: StreamAccount) {
  // In a Map: a reason may be called `constructor`.
  const byReason = new Map(Object.entries(settled?.dropped ?? {}));
  for (const [reason, ranges] of Object.entries(dropped)) {
    if (ranges.length > 0) byReason.set(reason, (byReason.get(reason) ?? 0) + size(ranges));
  }
  return {
    received: size(stored) + (settled?.received ?? 0),
    rejected: size(rejected) + (settled?.rejected ?? 0),
    byReason,
  };
}

/** What running totals of drops come to. */
export const sumDropTotals = ({ totals }: StreamAccount) => totals.reduce((sum, { count }) => sum + count, 0);

/** The figures of a stream. */
export interface StreamFigures {
  received: number;
  rejected: number;
  dropped: number;
  /** Dropped by reason. */
  drops: Record<string, number>;
  /** Numbers up to the highest that nothing explains. */
  lost: number;
  /** Where they are; of what totals explain it is not known which numbers they mean. */
  gaps: Ranges;
}

export function figuresOf(account: StreamAccount): StreamFigures {
  const { received, rejected, byReason } = countNumbers(account);
  for (const { reason, count } of account.totals) byReason.set(reason, (byReason.get(reason) ?? 0) + count);
  const gaps = gapsOf(accountedFor(account), account.highest);
  const missing = size(gaps) + (account.settled?.lost ?? 0);
  return {
    received,
    rejected,
    dropped: [...byReason.values()].reduce((sum, count) => sum + count, 0),
    drops: Object.fromEntries([...byReason].sort(([a], [b]) => (a < b ? -1 : 1))),
    lost: Math.max(0, missing - sumDropTotals(account)),
    gaps,
  };
}

/** Whether a stream shows something that an honest tracker hardly does. */
export const isContradictory = ({ marks }: Pick<StreamAccount, 'marks'>) =>
  marks.some((mark) => mark !== 'scattered');
