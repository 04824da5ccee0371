import type { Clock, KeyValueStore } from '../platform.js';
import { within } from './within.js';

/** A store that hangs for longer than this (ms) counts as failed. */
const DEADLINE = 3000;
/** A failed store is tried again after this long, in ms. */
const REST = 30_000;

/**
 * Runs one operation on the store; `undefined` when the store failed, hung, or rests after a failure. A store may
 * throw, reject or never answer, and none of that may reach the host or hold up the queue.
 */
export type PatientStore = <T>(
  operation: (store: KeyValueStore) => Promise<T>,
) => Promise<{ value: T } | undefined>;

/** @param onTrouble Called at every failure. */
export function createPatientStore(
  store: KeyValueStore,
  clock: Clock,
  onTrouble: (cause: unknown) => void,
): PatientStore {
  let restingUntil = 0;

  return async (operation) => {
    const rest = restingUntil - clock.now();
    // A clock that was set back must not prolong it.
    if (rest > 0 && rest <= REST) return undefined;
    // Inside `then`, so that a store which throws at once fails like any other.
    const outcome = await within(clock, DEADLINE, Promise.resolve(store).then(operation));
    if (!outcome.cause) return outcome as { value: Awaited<ReturnType<typeof operation>> };
    restingUntil = clock.now() + REST;
    onTrouble(outcome.cause);
    return undefined;
  };
}
