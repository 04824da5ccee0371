import type { EarlyPlatform, Platform } from '@pugmark/core';
import { campaign } from './campaign.js';
import { clock } from './clock.js';
import { facts } from './facts.js';
import type { Compress } from './gzip.js';
import { isPage } from './is-page.js';
import { lifecycle } from './lifecycle.js';
import { own } from './ownership.js';
import { page } from './page.js';
import { random } from './random.js';
import { send, sendOnExit } from './send.js';
import { createSettings } from './settings.js';
import { createStore } from './store.js';

/** What needs no options: there before `init`, and importable on a server. */
export const earlyPlatform: EarlyPlatform = { clock, random, page, logger: console, isLive: isPage };

/** More than this at once goes to IndexedDB: some hundred events, which localStorage takes in well under a millisecond. */
const TAIL_BYTES = 100_000;
/** Events that localStorage keeps wait this long (ms) for the collector's answer before IndexedDB gets them. */
const PATIENCE = 1500;

/** With a prefix of our own, since the host may have a database that is called like the tracker. */
export const storageName = (name: string, queue: string): string => `pugmark.${name}.${queue}`;

/**
 * The page as a platform.
 *
 * @param name Keeps what several trackers store on one origin apart.
 * @param queue Keeps what is tracked for one address from trackers that send to another.
 */
export function createPlatform(name: string, queue: string, compress: Compress): Platform {
  const settings = createSettings(name);
  const storage = storageName(name, queue);
  return {
    ...earlyPlatform,
    name: 'h5',
    settings,
    store: createStore(storage),
    writes: { tailBytes: () => TAIL_BYTES, patience: PATIENCE },
    send: (request) => send(request, compress),
    sendOnExit,
    own: (streamId) => own(storage, settings, streamId),
    lifecycle,
    facts,
    campaign,
  };
}
