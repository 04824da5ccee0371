import {
  type AnyEvents,
  createTracker as createCoreTracker,
  resolveOptions,
  type Stats,
  type Track,
  type Tracker,
  type TrackerOptions,
} from '@pugmark/core';
import { name, version } from '../../package.json';
import { toTrackOptions, type Who } from '../business-event.js';
import { applyContext } from '../context/apply-context.js';
import type { RequestContext } from '../context/context.js';
import { createPlatform } from './platform.js';

/** What the tracker of an edge worker can be told. Only `apiUrl` is required. */
export type EdgeOptions = Omit<TrackerOptions, 'consent' | 'sessionTimeout' | 'name'>;

/** The tracker of one request. No method throws or blocks. */
export interface EdgeTracker<Plan = AnyEvents>
  extends Pick<Tracker<Plan>, 'track' | 'register' | 'unregister' | 'stats' | 'use' | 'on'> {
  /** Tracks an event of the business, with the user and the identities of this one event, or with its user alone. */
  trackBusinessEvent: Track<Plan, Who>;
  /**
   * Sends all that waits; hand it to `waitUntil`. Resolves when it is answered, or when a send failed: what is `queued`
   * then is lost with the request, unless `flush` is called again.
   */
  flush(): Promise<Stats>;
}

/**
 * A tracker for one request of an edge worker. Make one in every request: these runtimes let no request use a timer or a
 * connection of another, nor is there anything that outlives them. What is tracked waits in memory for `flush`.
 *
 * @param context Whom the events are about; see `contextOf`. What an event is given itself counts more.
 * @typeParam Plan Types `track` and `trackBusinessEvent`: `typeof plan`, or the events of a generated file.
 * @throws TypeError that names the option which is wrong, unknown or missing.
 * @example
 * ```ts
 * export default {
 *   async fetch(request: Request, env: { APP_URL: string }, ctx: { waitUntil(work: Promise<unknown>): void }) {
 *     const tracker = createTracker({ apiUrl: env.APP_URL }, contextOf(request));
 *     tracker.trackBusinessEvent('order_paid', { amount: 199 }, { userId: 'u-1', orderId: 'o-1' });
 *     ctx.waitUntil(tracker.flush());
 *     return new Response('paid');
 *   },
 * };
 * ```
 */
export function createTracker<Plan = AnyEvents>(
  options: EdgeOptions,
  context: RequestContext = {},
): EdgeTracker<Plan> {
  const engine = createCoreTracker({
    platform: createPlatform(),
    options: resolveOptions(options),
    sdk: { name, version },
  });
  const { register, unregister, stats, use, on, flush } = engine;
  const track: Tracker['track'] = (eventName, properties, trackOptions) =>
    engine.track(eventName, ...applyContext(context, properties, trackOptions));
  const made: EdgeTracker = {
    track,
    trackBusinessEvent: (eventName, properties, who) => track(eventName, properties, toTrackOptions(who)),
    register,
    unregister,
    stats,
    use,
    on,
    flush,
  };
  return made as EdgeTracker<Plan>;
}
