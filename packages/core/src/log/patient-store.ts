import type { Clock, KeyValueStore } from '../platform.js';

/** A store that hangs for longer than this (ms) counts as failed: a blocked IndexedDB may never answer. */
const DEADLINE = 3000;
/** A failed store is tried again after this long, in ms. */
const RETRY_AFTER = 30_000;

export interface PatientStore {
  /** Runs one operation; `undefined` when the store failed, hung, or is resting after a failure. */
  run<T>(operation: (store: KeyValueStore) => Promise<T>): Promise<{ value: T } | undefined>;
}

/**
 * A store may throw, reject or never answer; none of that may reach the host or hold up the queue.
 * `onTrouble` is called at the first failure only.
 */
export function createPatientStore(
  store: KeyValueStore,
  clock: Clock,
  onTrouble: (cause: unknown) => void,
): PatientStore {
  let restingUntil = 0;
  let told = false;

  return {
    run: (operation) =>
      clock.now() < restingUntil
        ? Promise.resolve(undefined)
        : new Promise((resolve) => {
            const fail = (cause: unknown) => {
              cancel();
              restingUntil = clock.now() + RETRY_AFTER;
              if (!told) {
                told = true;
                onTrouble(cause);
              }
              resolve(undefined);
            };
            const cancel = clock.timer(() => fail('no answer'), DEADLINE);
            try {
              operation(store).then((value) => {
                cancel();
                resolve({ value });
              }, fail);
            } catch (cause) {
              fail(cause);
            }
          }),
  };
}
