import { runAt } from './clock.js';
// Without `masking`, which most pages do not need: `mask` takes any function.
import * as api from './default-tracker.js';
import { warn } from './warn.js';

/** A call that the snippet of the page kept until this script was there. */
type WaitingCall = [name: keyof typeof api, time: number, args: ArrayLike<unknown>];
type PageApi = Partial<typeof api> & { q?: WaitingCall[] | undefined };

const page = window as unknown as { pugmark?: PageApi };
// An element with the id `pugmark` is there under that name too.
const global: PageApi = page.pugmark && (page.pugmark.q || page.pugmark.init) ? page.pugmark : {};
const waiting = global.q;
page.pugmark = global;

// Without a queue there is either no snippet, or this script has run before: its tracker must stay.
if (waiting || !global.init) {
  // The object stays the same, so that a reference taken before still works.
  Object.assign(global, api, { q: undefined });
  const calls = api as unknown as Record<string, ((...args: unknown[]) => unknown) | undefined>;
  for (const [name, time, args] of waiting || []) {
    try {
      // Each with its own time.
      runAt(time, () => calls[name]?.apply(undefined, args as unknown[]));
    } catch (cause) {
      // Only `init` and `createTracker` throw; what waits behind them must not be lost for it.
      warn(`${name} failed`, cause);
    }
  }
}
