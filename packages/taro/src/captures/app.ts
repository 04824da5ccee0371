import type { Tracker } from '@pugmark/core';
import type { AppState } from '../app-state.js';
import type { ResolvedCaptureOptions } from '../capture-options.js';
import { readQuery } from '../launch.js';
import type { Launch } from '../mini-api.js';
import { cleanPath } from './pages.js';

/** Tracks the app's start, its way into and out of the foreground, and changes of the network. */
export function captureApp(
  track: Tracker['track'],
  app: AppState,
  launch: Launch,
  now: () => number,
  { captureApp, captureNetwork }: ResolvedCaptureOptions,
  isFirstSession: boolean,
): void {
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
    pagePath: path && cleanPath(path),
    scene: scene === undefined ? undefined : `${scene}`,
    query: readQuery(launch),
    referrerAppId: referrerInfo?.appId,
    shareTicket,
  };
}
