import type { TrackEvents, Tracker } from '@pugmark/core';
import type { PlanSource } from '../model/plan-source.js';
import type { EventsOf } from './typed-track.js';

/** A tracker whose `track` takes only the given events. `Base` is the type of the tracker of another adapter. */
export type TrackerForEvents<Events, Base = Tracker> = Omit<Base, 'track'> & { track: TrackEvents<Events> };

/**
 * A tracker whose `track` takes only what the plan has. It is the plain tracker at run time: the plan adds no byte.
 *
 * @example
 * ```ts
 * const tracker: TrackerFor<typeof plan> = createTracker({ apiUrl: '/collect' });
 * ```
 */
export type TrackerFor<Plan extends PlanSource, Base = Tracker> = TrackerForEvents<EventsOf<Plan>, Base>;
