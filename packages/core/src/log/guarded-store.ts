import type { Clock, KeyValueStore } from '../platform.js';
import { NO_ANSWER, withDeadline } from '../timing/with-deadline.js';

/** An operation that takes longer than this (ms) has failed. */
const DEADLINE = 3000;
/** A store that failed is left alone for this time, in ms; one that refused a write, only as to further writes. */
const REST = 30_000;

/** A store that is full still gives and removes; a removal makes room. */
export type StoreOperation = 'read' | 'set' | 'remove';

/**
 * Runs one operation on the store; `undefined` when the store failed, hung, or rests after a failure. A store may
 * throw, reject or never answer, and none of that may reach the host or hold up the queue. An operation that ends after
 * its deadline still has its effect, so it must note that itself.
 */
export type GuardedStore = <T>(
  kind: StoreOperation,
  operation: (store: KeyValueStore) => Promise<T>,
) => Promise<{ value: T } | undefined>;

/** @param onTrouble Called at every failure. */
export function createGuardedStore(
  store: KeyValueStore,
  clock: Clock,
  onTrouble: (cause: unknown) => void,
): GuardedStore {
  let restingUntil = 0;
  let isFullUntil = 0;
  const rests = (until: number) => {
    const rest = until - clock.now();
    // A clock that was set back must not prolong it.
    return rest > 0 && rest <= REST;
  };

  return async <T>(kind: StoreOperation, operation: (store: KeyValueStore) => Promise<T>) => {
    if (rests(restingUntil) || (kind === 'set' && rests(isFullUntil))) return undefined;
    const outcome = await withDeadline(clock, DEADLINE, () => operation(store));
    if (!outcome.cause) {
      if (kind === 'remove') isFullUntil = 0;
      return outcome as { value: T };
    }
    const until = clock.now() + REST;
    if (kind === 'set' && outcome.cause !== NO_ANSWER) isFullUntil = until;
    else restingUntil = until;
    onTrouble(outcome.cause);
    return undefined;
  };
}
