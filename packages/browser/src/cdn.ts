import * as api from './index.js';

/** A call that the snippet of the page kept until this script was there. */
type WaitingCall = [name: keyof typeof api, time: number, args: unknown[]];

const page = window as unknown as { pugmark?: Partial<typeof api> & { q?: WaitingCall[] } };
const global = page.pugmark || {};
const waiting = global.q || [];
page.pugmark = global;
// The object stays the same, so that a reference taken before still works.
Object.assign(global, api, { q: [] });

for (const [name, time, args] of waiting) {
  if (name === 'track')
    api.track(args[0] as string, args[1] as api.Properties, { eventTime: time, ...(args[2] as object) });
  else (api[name] as (...args: unknown[]) => unknown)(...args);
}
