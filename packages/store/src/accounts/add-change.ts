import { gapsOf, overlaps, type Range, size, subtract, toRanges, union } from './ranges.ts';
import {
  accountedFor,
  countNumbers,
  type DropTotal,
  type StreamAccount,
  type StreamChange,
  type StreamMark,
  sumDropTotals,
} from './stream-account.ts';

/** How far above the highest a number may lie. One number from a stranger would else be an endless loss. */
export const GREATEST_JUMP = 10_000_000;
/** Ranges that are kept of a stream. */
const MAX_RANGES = 1_000;
const MAX_REASONS = 16;
const MAX_TOTALS = 64;
const OTHER_REASON = 'other';
/** Its events are of whatever device asked the server. */
const SERVER = 'server';

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
  if (sumDropTotals(account) > size(gapsOf(accountedFor(account), account.highest))) {
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
