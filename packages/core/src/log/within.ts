import type { Clock } from '../platform.js';

/** How a promise ended: with a value, or with a cause; no answer in time is a cause too. */
export type Outcome<T> = { value: T; cause?: undefined } | { value?: undefined; cause: unknown };

/** Never rejects and never hangs: a blocked IndexedDB, or a lock manager in an odd frame, may not answer at all. */
export const within = <T>(clock: Clock, ms: number, promise: Promise<T>): Promise<Outcome<T>> =>
  new Promise((resolve) => {
    const cancel = clock.timer(() => resolve({ cause: 'no answer' }), ms);
    promise
      .then(
        (value) => ({ value }),
        (cause) => ({ cause: cause || 'rejected' }),
      )
      .then((outcome) => {
        cancel();
        resolve(outcome);
      });
  });
