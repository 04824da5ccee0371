import { figuresOf, isContradictory, type StreamAccount } from './stream-account.ts';

/** The figures of all streams together, kept as running sums: there may be a great many streams. */
export interface StreamTotals {
  streams: number;
  received: number;
  rejected: number;
  lost: number;
  dropped: number;
  drops: Record<string, number>;
  /** Streams whose figures contradict each other, see `StreamMark`. */
  contradictions: number;
}

const MAX_REASONS = 100;
const OTHER_REASON = 'other';

export function noTotals(): StreamTotals {
  return { streams: 0, received: 0, rejected: 0, lost: 0, dropped: 0, drops: {}, contradictions: 0 };
}

/** The sums of parts that are kept apart, so that not every transaction has to change the same one. */
export function sumTotals(parts: readonly StreamTotals[]): StreamTotals {
  const sum = noTotals();
  const drops = new Map<string, number>();
  for (const part of parts) {
    sum.streams += part.streams;
    sum.received += part.received;
    sum.rejected += part.rejected;
    sum.lost += part.lost;
    sum.dropped += part.dropped;
    sum.contradictions += part.contradictions;
    for (const [reason, count] of Object.entries(part.drops)) addDrops(drops, reason, count);
  }
  return { ...sum, drops: Object.fromEntries([...drops].filter(([, count]) => count > 0)) };
}

/** The sums after an account has changed. A part of the sums may hold less than nothing of a reason. */
export function addAccount(
  totals: StreamTotals,
  before: StreamAccount | undefined,
  after: StreamAccount,
): StreamTotals {
  const was = before && figuresOf(before);
  const is = figuresOf(after);
  const drops = new Map(Object.entries(totals.drops));
  for (const [reason, count] of Object.entries(is.drops)) {
    const change = count - (was && Object.hasOwn(was.drops, reason) ? (was.drops[reason] ?? 0) : 0);
    if (change !== 0) addDrops(drops, reason, change);
  }
  for (const [reason, count] of Object.entries(was?.drops ?? {})) {
    if (!Object.hasOwn(is.drops, reason)) addDrops(drops, reason, -count);
  }
  return {
    streams: totals.streams + (before ? 0 : 1),
    received: totals.received + is.received - (was?.received ?? 0),
    rejected: totals.rejected + is.rejected - (was?.rejected ?? 0),
    lost: totals.lost + is.lost - (was?.lost ?? 0),
    dropped: totals.dropped + is.dropped - (was?.dropped ?? 0),
    drops: Object.fromEntries([...drops].filter(([, count]) => count !== 0)),
    contradictions:
      totals.contradictions +
      Number(isContradictory(after)) -
      Number(before ? isContradictory(before) : false),
  };
}

function addDrops(drops: Map<string, number>, reason: string, change: number): void {
  const key = drops.has(reason) || drops.size < MAX_REASONS ? reason : OTHER_REASON;
  drops.set(key, (drops.get(key) ?? 0) + change);
}
