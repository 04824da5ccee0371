import type { Stats, TrackerOptions } from '@pugmark/core';
import { resolveOptions } from '@pugmark/core';
import { onTestFinished } from 'vitest';
import { storageName } from '../platform.js';
import { createStore } from '../store.js';
import { createCollector, unique } from './collector.js';
import { type Frame, openFrame } from './frame.js';

/** No timer sends anything on its own. */
const QUIET = { batchSize: 1e6, batchInterval: 1e9 };

/** What every page does before anything else runs in it. */
let preludes: readonly (() => void)[] = [];

/** From now on every page of a visitor begins with these: each is posted to it as text. */
export function beginPagesWith(next: readonly (() => void)[]): void {
  preludes = next;
}

/** A visitor of a site with the default tracker: any number of pages on one origin, and one collector. */
export function createVisitor(more: Partial<TrackerOptions> = {}) {
  const name = unique();
  const collector = createCollector();
  const options: TrackerOptions = { apiUrl: collector.apiUrl, name, ...QUIET, ...more };

  const storage = storageName(name, resolveOptions(options).queue);

  /** A page where nothing has run yet. It is closed when the test ends. */
  const page = async (sandbox?: string): Promise<Frame> => {
    const frame = await openFrame(sandbox);
    onTestFinished(frame.remove);
    for (const prelude of preludes) await frame.run(prelude);
    return frame;
  };

  return {
    name,
    collector,
    options,
    page,
    /** A page that has called `init`. */
    async visit(): Promise<Frame> {
      const frame = await page();
      await start(frame, options);
      return frame;
    },
    /** Name of the database in IndexedDB. */
    storage,
    /** Keys of the records in it. */
    records: () => createStore(storage).keys(),
    /** What localStorage holds of the tracker, by its whole names. */
    settings: () => Object.keys(localStorage).filter((key) => key.includes(name)),
  };
}

export const start = (frame: Frame, options: TrackerOptions): Promise<void> =>
  frame.run(async (load, given) => {
    (await load()).init(given);
  }, options);

export const track = (frame: Frame, ...names: string[]): Promise<void> =>
  frame.run(async (load, given) => {
    const api = await load();
    for (const each of given) api.track(each);
  }, names);

export const flush = (frame: Frame): Promise<Stats> => frame.run(async (load) => (await load()).flush());

/** The user looks elsewhere, or back. */
export const turn = (frame: Frame, visibilityState: 'hidden' | 'visible'): Promise<void> =>
  frame.run((_, value) => {
    // At the prototype, as an element may hide what the document itself has.
    Object.defineProperty(Document.prototype, 'visibilityState', { get: () => value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, visibilityState);

/** The page goes into the back/forward cache, or comes back from it. */
export const transit = (frame: Frame, type: 'pagehide' | 'pageshow'): Promise<void> =>
  frame.run((_, name) => {
    dispatchEvent(new PageTransitionEvent(name, { persisted: true }));
  }, type);
