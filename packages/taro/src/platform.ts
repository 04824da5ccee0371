import type { Platform } from '@pugmark/core';
import { type AppState, createAppState } from './app-state.js';
import { createFacts } from './facts.js';
import { readCampaign, readLaunch } from './launch.js';
import { createLocks } from './locks.js';
import type { MiniApi, NativeApi } from './mini-api.js';
import { createSend } from './send.js';
import { createStorageRegistry } from './storage.js';
import { clock, logger, random } from './surroundings.js';

/** A mini-program as a platform, and what its captures need beside it. */
export interface MiniPlatform {
  platform: Platform;
  app: AppState;
}

/** A tail of some dozen events, which the platform takes over in well under a millisecond. */
const TAIL_BYTES = 32_000;

/** One mini-program; answers platforms by tracker name and queue. */
export function createMiniProgram(
  api: MiniApi,
  native: NativeApi,
): (name: string, queue: string) => MiniPlatform {
  const openStorage = createStorageRegistry(api, clock);
  const own = createLocks();
  const send = createSend(native, clock, logger);
  const launch = readLaunch(native);

  return (name, queue) => {
    const { settings, store, hide, needsTail } = openStorage(name, queue);
    const app = createAppState({ native, launch, onHidden: hide });
    return {
      app,
      platform: {
        name: 'miniapp',
        clock,
        random,
        logger,
        settings,
        store,
        // An idle store takes over at once what a task tracked; only a busy one leaves it for later.
        writes: { tailBytes: () => (needsTail() ? TAIL_BYTES : 0) },
        send,
        own: (streamId) => own(`${name}:${queue}:${streamId}`),
        lifecycle: app.lifecycle,
        facts: createFacts(native, app.networkType),
        campaign: () => readCampaign(app.entry()),
      },
    };
  };
}
