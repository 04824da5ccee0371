import type { LogOpener, TrackerParts } from '@pugmark/core';
import { type AppState, createAppState } from './app-state.js';
import { createFacts } from './facts.js';
import { readCampaign, readLaunch } from './launch.js';
import type { MiniApi, NativeApi } from './mini-api.js';
import { createSend } from './send.js';
import { createStorageRegistry } from './storage.js';
import { clock, logger, random } from './surroundings.js';

/** A mini-program as a platform, and what its captures need beside it. */
export interface MiniPlatform {
  platform: TrackerParts['platform'];
  log: LogOpener;
  app: AppState;
}

/** One mini-program; answers platforms by tracker name and queue. */
export function createMiniProgram(
  api: MiniApi,
  native: NativeApi,
): (name: string, queue: string) => MiniPlatform {
  const openStorage = createStorageRegistry(api, clock);
  const send = createSend(native, clock, logger);
  const launch = readLaunch(native);

  return (name, queue) => {
    const { settings, log, hide } = openStorage(name, queue);
    const app = createAppState({ native, launch, onHidden: hide });
    return {
      app,
      log,
      platform: {
        name: 'miniapp',
        clock,
        random,
        logger,
        settings,
        send,
        lifecycle: app.lifecycle,
        facts: createFacts(native, app.networkType),
        campaign: () => readCampaign(app.entry()),
      },
    };
  };
}
