import type { Clock } from '../platform.js';
import { NativePromise } from './native-promise.js';

/** How a promise ended: with a value, or with a cause; no answer in time is a cause too. */
export type Outcome<T> = { value: T; cause?: undefined } | { value?: undefined; cause: unknown };

/** The cause of an outcome that did not come in time. */
export const NO_ANSWER = 'no answer';

/** Timers that a deadline is made of: a busy thread fires the first one late, and the answer comes before the next. */
const TIMERS = 3;

/**
 * Never rejects and never hangs: a blocked IndexedDB, or a lock manager in an odd frame, may not answer at all.
 *
 * @param ms The deadline, counted again in part after a task that held up the thread.
 * @param action May throw at once too.
 */
export function withDeadline<T>(clock: Clock, ms: number, action: () => Promise<T>): Promise<Outcome<T>> {
  return new NativePromise((resolve) => {
    let left = TIMERS;
    let cancel: () => void;
    const wait = () => {
      if (left--) cancel = clock.timer(wait, ms / TIMERS);
      else resolve({ cause: NO_ANSWER });
    };
    wait();
    const end = (outcome: Outcome<T>) => {
      cancel();
      resolve(outcome);
    };
    // What throws at once rejects.
    new NativePromise<T>((done) => done(action())).then(
      (value) => end({ value }),
      (cause) => end({ cause: cause || 'rejected' }),
    );
  });
}
