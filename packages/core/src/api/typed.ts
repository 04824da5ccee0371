import type { Properties, TrackOptions } from './event.js';

/** Events of any name with any properties: what a tracker takes that was told of no plan. */
export type AnyEvents = Record<string, Properties>;

/**
 * The events of a plan: of a type that carries them (`typeof plan` of `definePlan`), or of a map of names to
 * properties (`TrackingProperties` of the file that `pugmark types` writes).
 */
export type EventsIn<Plan> = string extends keyof Plan
  ? AnyEvents
  : '~events' extends keyof Plan
    ? NonNullable<Plan['~events']>
    : Plan;

/** `track` that takes only the given events. `Last` is the type of its third argument. */
export type TrackEvents<Events, Last = TrackOptions> = <Name extends keyof Events & string>(
  eventName: Name,
  ...rest: object extends Events[Name]
    ? [properties?: Events[Name], last?: Last]
    : [properties: Events[Name], last?: Last]
) => void;

/** `track` for the events of a plan; without one, for any. Properties may be of any object type, an interface or a class too. */
export type Track<Plan = AnyEvents, Last = TrackOptions> = string extends keyof EventsIn<Plan>
  ? (eventName: string, properties?: object, last?: Last) => void
  : TrackEvents<EventsIn<Plan>, Last>;
