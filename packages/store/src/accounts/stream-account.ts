import { gapsOf, overlaps, type Range, type Ranges, size, subtract, toRanges, union } from './ranges.ts';

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

/** How far above the highest a number may lie. One number from a stranger would else be an endless loss. */
export const GREATEST_JUMP = 10_000_000;
/** Ranges that are kept of a stream. */
const MAX_RANGES = 1_000;
const MAX_REASONS = 16;
const MAX_TOTALS = 64;
const OTHER_REASON = 'other';
/** Its events are of whatever device asked the server. */
const SERVER = 'server';

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

/** The account with a batch added. Adding the same again changes nothing but `lastSeen`. */
export function addChange(before: StreamAccount, change: StreamChange): StreamAccount {
  const account: StreamAccount = {
    ...before,
    dropped: { ...before.dropped },
    // Not the later of the two: once a wrong clock of the collector is put right, so are these.
    lastSeen: change.at,
  };
  const marks = new Set(account.marks);
  addDevices(account, change.devices, marks);
  addStored(account, change.stored, marks);
  addRejected(account, change.rejected, marks);
  for (const { reason, ranges } of change.dropped) addDropped(account, reason, ranges, marks);
  for (const total of change.totals) account.totals = withTotal(account.totals, total);
  if (countRanges(account) > MAX_RANGES) settle(account, marks);
  if (sumTotals(account) > size(gapsOf(accountedFor(account), account.highest))) {
    marks.add('dropped_more_than_missing');
  } else marks.delete('dropped_more_than_missing');
  account.marks = [...marks].sort();
  return account;
}

function addDevices(account: StreamAccount, devices: StreamChange['devices'], marks: Set<StreamMark>): void {
  for (const { deviceId, platform } of devices) {
    account.deviceId ??= deviceId;
    account.platform ??= platform;
    if (deviceId !== account.deviceId && platform !== SERVER && account.platform !== SERVER) {
      marks.add('several_devices');
    }
  }
}

function addStored(account: StreamAccount, numbers: readonly number[], marks: Set<StreamMark>): void {
  const counted = reachable(account, numbers, marks);
  const all = toRanges(counted.map((number) => [number, number]));
  if (size(all) < counted.length || overlaps(all, account.stored)) marks.add('number_reused');
  const fresh = subtract(all, account.settled?.numbers ?? []);
  account.stored = union(account.stored, fresh);
  account.rejected = subtract(account.rejected, fresh);
  for (const reason of Object.keys(account.dropped)) {
    const ranges = account.dropped[reason] ?? [];
    if (!overlaps(ranges, fresh)) continue;
    marks.add('dropped_but_stored');
    account.dropped[reason] = subtract(ranges, fresh);
  }
}

function addRejected(account: StreamAccount, numbers: readonly number[], marks: Set<StreamMark>): void {
  const all = toRanges(reachable(account, numbers, marks).map((number) => [number, number]));
  const fresh = subtract(subtract(all, account.stored), account.settled?.numbers ?? []);
  account.rejected = union(account.rejected, fresh);
  for (const reason of Object.keys(account.dropped)) {
    account.dropped[reason] = subtract(account.dropped[reason] ?? [], fresh);
  }
}

function addDropped(
  account: StreamAccount,
  reason: string,
  list: readonly Range[],
  marks: Set<StreamMark>,
): void {
  const limit = account.highest + GREATEST_JUMP;
  const within = list
    .filter(([from]) => from <= limit)
    .map(([from, to]): Range => [from, Math.min(to, limit)]);
  if (within.length < list.length || list.some(([, to]) => to > limit)) marks.add('jump');
  const all = toRanges(within);
  if (overlaps(all, account.stored)) marks.add('dropped_but_stored');
  account.highest = Math.max(account.highest, all.at(-1)?.[1] ?? 0);
  const fresh = subtract(all, accountedFor(account));
  if (fresh.length === 0) return;
  const isKnown = Object.hasOwn(account.dropped, reason);
  const key = isKnown || Object.keys(account.dropped).length < MAX_REASONS ? reason : OTHER_REASON;
  account.dropped[key] = union(
    Object.hasOwn(account.dropped, key) ? (account.dropped[key] ?? []) : [],
    fresh,
  );
}

/** The numbers that do not jump too far, in their order; they raise the highest. */
function reachable(account: StreamAccount, numbers: readonly number[], marks: Set<StreamMark>): number[] {
  const reached: number[] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    if (number > account.highest + GREATEST_JUMP) marks.add('jump');
    else {
      reached.push(number);
      account.highest = Math.max(account.highest, number);
    }
  }
  return reached;
}

/** The highest of each total holds, so that a report may arrive late or twice. */
function withTotal(totals: DropTotal[], { reason, by, count }: DropTotal): DropTotal[] {
  const index = totals.findIndex((total) => total.reason === reason && total.by === by);
  if (index === -1) return totals.length < MAX_TOTALS ? [...totals, { reason, by, count }] : totals;
  const known = totals[index] as DropTotal;
  if (known.count >= count) return totals;
  return totals.map((total, at) => (at === index ? { reason, by, count } : total));
}

function countRanges({ stored, rejected, dropped, settled }: StreamAccount): number {
  const parts = [stored, rejected, ...Object.values(dropped), settled?.numbers ?? []];
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/**
 * Keeps of all numbers so far only that they are accounted for, and how many were stored, rejected and dropped. When that
 * alone has too many ranges, the lowest gaps are settled as lost.
 */
function settle(account: StreamAccount, marks: Set<StreamMark>): void {
  const { received, rejected, byReason } = countNumbers(account);
  const numbers = [...accountedFor(account)];
  let lost = account.settled?.lost ?? 0;
  // Half of them, so that not every batch has to settle again.
  const surplus = numbers.length > MAX_RANGES / 2 ? numbers.length - MAX_RANGES / 2 : 0;
  if (surplus > 0) {
    const low = numbers.splice(0, surplus + 1);
    const end = (low.at(-1) as Range)[1];
    lost += size(gapsOf(low, end));
    numbers.unshift([1, end]);
    marks.add('scattered');
  }
  account.settled = { numbers, received, rejected, dropped: Object.fromEntries(byReason), lost };
  account.stored = [];
  account.rejected = [];
  account.dropped = {};
}

/** All numbers of which it is known what became of them. */
function accountedFor({ stored, rejected, dropped, settled }: StreamAccount): Ranges {
  return [rejected, ...Object.values(dropped), settled?.numbers ?? []].reduce(union, stored);
}

function countNumbers({ stored, rejected, dropped, settled }: StreamAccount) {
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

const sumTotals = ({ totals }: StreamAccount) => totals.reduce((sum, { count }) => sum + count, 0);

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
    lost: Math.max(0, missing - sumTotals(account)),
    gaps,
  };
}

/** Whether a stream shows something that an honest tracker hardly does. */
export const isContradictory = ({ marks }: Pick<StreamAccount, 'marks'>) =>
  marks.some((mark) => mark !== 'scattered');
