import type { Plugin } from '@pugmark/core';
import type { AppState } from '../app-state.js';
import { readQuery } from '../launch.js';
import type { Launch } from '../mini-api.js';
import { cleanPath } from './page-path.js';

interface AppCaptureParts {
  app: AppState;
  isFirstSession: boolean;
}

/** Tracks the app's start, and its way into and out of the foreground. */
export const appCapture = ({ app, isFirstSession }: AppCaptureParts): Plugin => ({
  name: 'app',
  setup({ track, clock }) {
    let shownAt = clock.now();
    const launch = describe(app.entry());
    track('app_launch', { ...launch, isFirstSession });
    track('app_show', launch);
    return app.watch({
      show(entry) {
        shownAt = clock.now();
        track('app_show', describe(entry));
      },
      hide: () => track('app_hide', { duration: clock.now() - shownAt }),
    });
  },
});

/** Tracks changes of the network. */
export const networkCapture = ({ app }: Pick<AppCaptureParts, 'app'>): Plugin => ({
  name: 'network',
  setup: ({ track }) => app.watch({ network: (networkType) => track('network_change', { networkType }) }),
});

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
