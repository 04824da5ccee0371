import type { ServerTracker } from '../../server-tracker.js';

/** The tracker of the app, as a class to inject: `constructor(private readonly tracking: TrackingService) {}`. */
export abstract class TrackingService implements ServerTracker {
  abstract track: ServerTracker['track'];
  abstract trackBusinessEvent: ServerTracker['trackBusinessEvent'];
  abstract setUserProperties: ServerTracker['setUserProperties'];
  abstract addTags: ServerTracker['addTags'];
  abstract register: ServerTracker['register'];
  abstract unregister: ServerTracker['unregister'];
  abstract stats: ServerTracker['stats'];
  abstract use: ServerTracker['use'];
  abstract on: ServerTracker['on'];
  abstract flush: ServerTracker['flush'];
  abstract start: ServerTracker['start'];
  abstract stop: ServerTracker['stop'];
  abstract close: ServerTracker['close'];
}

/** The same as a token, for `@Inject(TRACKER)`. */
export const TRACKER = Symbol.for('pugmark.tracker');
