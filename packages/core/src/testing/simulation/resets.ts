import type { WireEvent } from '../../wire.js';
import { type Journal, numberOf } from './journal.js';
import type { Visitor } from './visitor.js';

/** Log-outs of a world: nothing that comes after one may carry the device, session or user of before. */
export interface Resets {
  /** How many there were. */
  count(): number;
  note(visitor: Visitor, isKept: boolean): void;
  /** @param isCertain The tab takes the user at once. */
  noteUser(userId: string, isCertain: boolean): void;
  /** Time has passed: other tabs have heard. */
  spread(visitors: readonly Visitor[]): void;
  /** What was kept is gone: tabs may put back what they have. */
  distrust(visitors: readonly Visitor[]): void;
  /** Identities that were carried over a reset. */
  carriedOver(events: readonly WireEvent[], journal: Journal): string[];
}

export function createResets(): Resets {
  let count = 0;
  let published = 0;
  const users = new Map<string, number>();
  return {
    count: () => count,
    note(visitor, isKept) {
      if (!isKept) return;
      count++;
      visitor.heardReset = count;
      published = count;
    },
    noteUser: (userId, isCertain) => void users.set(userId, isCertain ? count : Infinity),
    spread(visitors) {
      for (const visitor of visitors)
        if (!visitor.isFrozen) visitor.heardReset = Math.max(visitor.heardReset, published);
    },
    distrust(visitors) {
      published = 0;
      for (const visitor of visitors) visitor.heardReset = 0;
    },
    carriedOver(events, journal) {
      const tracked = new Map(journal.events().map((event) => [event.number, event]));
      /** Of each identity: resets before its first event, and the latest reset that its last event had heard of. */
      const spans = new Map<string, { first: number; last: number }>();
      const found = new Set<string>();
      for (const event of events) {
        const { resetsBefore, heardReset } = tracked.get(numberOf(event)) || {
          resetsBefore: Infinity,
          heardReset: 0,
        };
        for (const [what, id] of [
          ['device', event.deviceId],
          ['session', event.sessionId],
        ] as const) {
          const key = `${what} ${id}`;
          const span = spans.get(key) || { first: Infinity, last: 0 };
          span.first = Math.min(span.first, resetsBefore);
          span.last = Math.max(span.last, heardReset);
          spans.set(key, span);
        }
        if (event.userId && heardReset > (users.get(event.userId) ?? Infinity))
          found.add(`user ${event.userId}`);
      }
      for (const [key, { first, last }] of spans) if (first < last) found.add(key);
      return [...found];
    },
  };
}
