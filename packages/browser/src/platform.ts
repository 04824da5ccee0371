import type { Platform } from '@pugmark/core';
import { campaign, page } from './campaign.js';
import { facts } from './facts.js';
import type { Compress } from './gzip.js';
import { lifecycle } from './lifecycle.js';
import { own } from './ownership.js';
import { send, sendOnExit } from './send.js';
import { createSettings } from './settings.js';
import { createStore } from './store.js';

/** While calls of the past are replayed, the time they were made at, in ms since 1970. */
export const replay: { at?: number | undefined } = {};

/** What needs no tracker: there before `init`, and importable on a server. */
export const surroundings = {
  clock: {
    now: () => replay.at ?? Date.now(),
    timer(callback: () => void, ms: number) {
      const id = setTimeout(callback, ms);
      return () => clearTimeout(id);
    },
  },
  random: (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes)),
  page,
  logger: console,
};

/** More than this at once waits for IndexedDB alone: some hundred events, which localStorage takes in well under a millisecond. */
const TAIL_BYTES = 100_000;

/** The page as a platform. @param name Keeps what several trackers store on one origin apart. */
export function createPlatform(name: string, compress: Compress): Platform {
  const settings = createSettings(name);
  return {
    name: 'h5',
    ...surroundings,
    settings,
    store: createStore(name),
    tailBytes: () => TAIL_BYTES,
    send: (request) => send(request, compress),
    sendOnExit,
    own: (streamId) => own(name, settings, streamId),
    lifecycle,
    facts,
    campaign,
  };
}
