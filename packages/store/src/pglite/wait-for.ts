import { StoreUnavailableError } from '../errors.ts';
import type { SqlReadOptions } from '../ports.ts';

/** The embedded database cannot be interrupted: what nobody waits for any more it finishes all the same. */
export function waitFor<Value>(
  answer: Promise<Value>,
  { timeout = 30_000, signal }: SqlReadOptions = {},
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const tooLate = () =>
      reject(new StoreUnavailableError('timed_out', `The database did not answer within ${timeout} ms.`));
    const leave = () => reject(signal?.reason);
    const timer = setTimeout(tooLate, timeout);
    signal?.addEventListener('abort', leave);
    if (signal?.aborted) leave();
    answer.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
    });
  });
}
