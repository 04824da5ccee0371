// Without `masking`, which most pages do not need: `mask` takes any function.
import * as api from './default-tracker.js';
import { replay } from './platform.js';

/** A call that the snippet of the page kept until this script was there. */
type WaitingCall = [name: keyof typeof api, time: number, args: unknown[]];

const page = window as unknown as { pugmark?: Partial<typeof api> & { q?: WaitingCall[] | undefined } };
const global = page.pugmark || {};
const waiting = global.q;
page.pugmark = global;

// Without a queue there is either no snippet, or this script has run before: its tracker must stay.
if (waiting || !global.init) {
  // The object stays the same, so that a reference taken before still works.
  Object.assign(global, api, { q: undefined });
  const calls = api as unknown as Record<string, ((...args: unknown[]) => unknown) | undefined>;
  for (const [name, time, args] of waiting || []) {
    replay.at = time;
    calls[name]?.(...args);
  }
  replay.at = undefined;
}
