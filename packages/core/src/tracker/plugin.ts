import type { DraftEvent } from './event.js';
import type { Tracker } from './tracker.js';

/**
 * Adds to a tracker: captures events, or changes or refuses those of others.
 *
 * @example
 * ```ts
 * tracker.use({ name: 'no-bots', process: (event) => (isBot ? null : event) });
 * ```
 */
export interface Plugin {
  /** Named in warnings. */
  name: string;
  /** Called once by `use`; what it returns is called by `close`. */
  setup?(tracker: Tracker): (() => void) | undefined;
  /** Called for every event, in the order of `use`; `null` drops the event. One that throws is skipped. */
  process?(event: DraftEvent): DraftEvent | null;
}
