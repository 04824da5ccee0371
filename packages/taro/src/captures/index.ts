import type { Tracker } from '@pugmark/core';
import type { AppState } from '../app-state.js';
import type { ResolvedCaptureOptions } from '../capture-options.js';
import type { Launch, NativeApi } from '../mini-api.js';
import { captureApp } from './app.js';
import type { TaroEvent, TaroNode } from './clicks.js';
import { captureErrors } from './errors.js';
import type { PageVisits } from './page-visits.js';
import { capturePage, type PageObject } from './pages.js';

/** What is used of Taro's runtime. */
export interface TaroHooks {
  on(name: 'modifyPageObject', listener: (page: PageObject) => void): void;
  tap(name: 'modifyTaroEvent', listener: (event: TaroEvent, node: TaroNode) => void): void;
}

/** Starts every capture that is switched on, but for clicks, which the platforms tell of in their own ways. */
export function capture(
  track: Tracker['track'],
  visits: PageVisits,
  app: AppState,
  launch: Launch,
  native: Pick<NativeApi, 'onError' | 'onUnhandledRejection'>,
  hooks: TaroHooks,
  now: () => number,
  options: ResolvedCaptureOptions,
  isFirstSession: boolean,
): void {
  visits.begin(options, isFirstSession);
  // A page is left before the app is.
  app.watch({ hide: visits.leave });
  captureApp(track, app, launch, now, options, isFirstSession);
  hooks.on('modifyPageObject', (page) => capturePage(page, track, visits, options.captureShares));
  if (options.captureErrors) captureErrors(track, native, visits);
}
