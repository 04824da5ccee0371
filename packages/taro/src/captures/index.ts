import type { Tracker } from '@pugmark/core';
import type { ResolvedCaptureOptions } from '../capture-options.js';
import type { NativeApi } from '../mini-api.js';
import type { MiniPlatform } from '../platform.js';
import { captureApp } from './app.js';
import { createClickCapture, type TaroEvent, type TaroNode } from './clicks.js';
import { captureErrors } from './errors.js';
import { createPageVisits } from './page-visits.js';
import { capturePage, type PageObject } from './pages.js';

/** What is used of Taro's runtime. */
export interface TaroHooks {
  on(name: 'modifyPageObject', listener: (page: PageObject) => void): void;
  tap(name: 'modifyTaroEvent', listener: (event: TaroEvent, node: TaroNode) => void): void;
}

/** Starts every capture that is switched on. */
export function capture(
  tracker: Tracker,
  mini: MiniPlatform,
  native: NativeApi,
  hooks: TaroHooks,
  options: ResolvedCaptureOptions,
  isFirstSession: boolean,
): void {
  const visits = createPageVisits(tracker, mini.platform.clock.now, options, isFirstSession);
  // A page is left before the app is.
  mini.app.watch({ hide: visits.leave });
  captureApp(tracker, mini, options, isFirstSession);
  hooks.on('modifyPageObject', (page) => capturePage(page, tracker, visits, options));
  if (options.captureClicks) hooks.tap('modifyTaroEvent', createClickCapture(tracker, visits));
  if (options.captureErrors) captureErrors(tracker, native, visits);
}
