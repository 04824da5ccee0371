import type { Clock } from '../platform.js';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Lets `ms` milliseconds pass: runs the timers that fall due, in order, and lets promises settle between. */
  advance(ms: number): Promise<void>;
  /** Lets promises settle without time passing. */
  settle(): Promise<void>;
  /** Somebody sets the wall clock, forwards or back; timers do not notice. */
  jump(ms: number): void;
  /** Timers that wait. */
  pending(): number;
}

/** Turns of the microtask queue that a chain of awaits may need from one timer to the next. */
const TURNS = 150;
/** A chain that is longer than any real one is taken for an endless one. */
const MAX_ROUNDS = 10_000;

export function createFakeClock(start = Date.UTC(2026, 0, 1)): FakeClock {
  let elapsed = 0;
  let offset = start;
  /** Grows with every call: whatever goes on asks for the time or a timer. */
  let calls = 0;
  let timers: { at: number; callback: () => void }[] = [];

  const settle = async () => {
    for (let round = 0, before = -1; before !== calls; round++) {
      if (round > MAX_ROUNDS) throw new Error('promises never settle');
      before = calls;
      for (let turn = 0; turn < TURNS; turn++) await undefined;
    }
  };

  const takeNext = (until: number) => {
    let next: (typeof timers)[number] | undefined;
    for (const timer of timers) if (timer.at <= until && (!next || timer.at < next.at)) next = timer;
    timers = timers.filter((timer) => timer !== next);
    return next;
  };

  return {
    now() {
      calls++;
      return offset + elapsed;
    },
    timer(callback, ms) {
      // Whole milliseconds, as every real timer counts: a fraction is cut off, so that it fires early.
      const timer = { at: elapsed + Math.max(0, Math.floor(ms)), callback };
      timers.push(timer);
      calls++;
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    async advance(ms) {
      const end = elapsed + ms;
      await settle();
      for (let next = takeNext(end); next; next = takeNext(end)) {
        elapsed = Math.max(elapsed, next.at);
        next.callback();
        await settle();
      }
      elapsed = end;
    },
    settle,
    jump(ms) {
      offset += ms;
    },
    pending: () => timers.length,
  };
}
