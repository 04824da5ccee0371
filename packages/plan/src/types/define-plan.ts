import type { PlanSource } from '../model/plan-source.js';
import type { EventName } from './event-name.js';
import type { EventsOf } from './typed-track.js';

/** Carries the events of a plan in its type alone, where a tracker finds them; there is no such value. */
export interface PlanTypes<Events> {
  readonly '~events'?: Events;
}

/** A misnamed event does not compile; its hint is what the compiler says. */
type WellNamed<Source extends PlanSource> = {
  readonly events: {
    readonly [Name in keyof Source['events'] & string]: Name extends EventName<Name>
      ? Source['events'][Name]
      : EventName<Name>;
  };
};

/**
 * A plan in TypeScript. It returns what it is given; its use is that names and values keep their exact types, which
 * type a tracker.
 *
 * @example
 * ```ts
 * const plan = definePlan({ version: 1, name: 'shop', events: { order_paid: { properties: { amount: 'number' } } } });
 * const tracker = createTracker<typeof plan>({ apiUrl: 'https://collect.example.com' });
 * tracker.track('order_paid', { amount: 199 });
 * ```
 */
export function definePlan<const Source extends PlanSource>(
  plan: Source & WellNamed<Source>,
): Source & PlanTypes<EventsOf<Source>> {
  return plan;
}
