import type { Tracker } from '../api/tracker.js';
import { ownKeys } from '../encoding/own-keys.js';

/** Clocks that run at a time; of more, the oldest stops. */
const MAX_TIMERS = 100;

/**
 * Makes the `timeEvent` of a tracker: `timeEvent(name)` starts a clock, and the next event of that name has the property
 * `duration`, in ms. It runs until the end of the page, while nobody looks too. A second call begins anew, and an event
 * that has a duration keeps its own.
 *
 * @example
 * ```ts
 * const timeEvent = createTimeEvent(tracker);
 * timeEvent('checkout_done');
 * tracker.track('checkout_done'); // duration: 48210
 * ```
 */
export function createTimeEvent(tracker: Pick<Tracker, 'use'>): (eventName: string) => void {
  const begun: Record<string, number> = {};
  let isUsed = false;
  return (eventName) => {
    const names = ownKeys(begun);
    if (names.length >= MAX_TIMERS && names.indexOf(eventName) < 0) delete begun[names[0] as string];
    begun[eventName] = Date.now();
    if (isUsed) return;
    isUsed = true;
    tracker.use({
      name: 'time-event',
      process(event) {
        const { eventName: name, properties } = event;
        const since = ownKeys(begun).indexOf(name) >= 0 ? (begun[name] as number) : Infinity;
        // One that waits for the start may be older than its clock.
        if (event.eventTime < since) return event;
        delete begun[name];
        if (properties.duration === undefined) properties.duration = Date.now() - since;
        return event;
      },
    });
  };
}
