import type { Tracker } from '@pugmark/core';
import type { ResolvedCaptureOptions } from '../capture-options.js';
import { readQuery } from '../launch.js';
import type { Launch } from '../mini-api.js';
import type { MiniPlatform } from '../platform.js';

/** Tracks the app's start, its way into and out of the foreground, and changes of the network. */
export function captureApp(
  { track }: Tracker,
  { app, launch, platform }: MiniPlatform,
  { captureApp, captureNetwork }: ResolvedCaptureOptions,
  isFirstSession: boolean,
): void {
  const { now } = platform.clock;
  if (captureApp) {
    let shownAt = now();
    track('app_launch', { ...describe(launch), isFirstSession });
    track('app_show', describe(launch));
    app.watch({
      show(launch) {
        shownAt = now();
        track('app_show', describe(launch));
      },
      hide: () => track('app_hide', { duration: now() - shownAt }),
    });
  }
  if (captureNetwork) app.watch({ network: (networkType) => track('network_change', { networkType }) });
}

function describe(launch: Launch) {
  const { path, scene, referrerInfo, shareTicket } = launch;
  return {
    pagePath: path && `/${path.replace(/^\//, '')}`,
    scene: scene === undefined ? undefined : `${scene}`,
    query: readQuery(launch),
    referrerAppId: referrerInfo?.appId,
    shareTicket,
  };
}
