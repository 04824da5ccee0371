import type { Plugin } from '@pugmark/core';
import type { AppState } from '../app-state.js';
import type { ResolvedCaptureOptions } from '../capture-options.js';
import type { NativeApi } from '../mini-api.js';
import type { TaroHooks } from '../taro-hooks.js';
import { appCapture, networkCapture } from './app.js';
import { errorCapture } from './errors.js';
import type { PageVisits } from './page-visits.js';
import { pageCapture } from './pages.js';

/** What the captures need of the app and its platform. */
export interface CaptureParts {
  visits: PageVisits;
  app: AppState;
  native: Pick<NativeApi, 'onError' | 'onUnhandledRejection'>;
  hooks: Pick<TaroHooks, 'on'>;
  options: ResolvedCaptureOptions;
  isFirstSession: boolean;
}

/** Every capture that is switched on, but for clicks, which the platforms tell of in their own ways. */
export function createCaptures(parts: CaptureParts): Plugin[] {
  const { visits, native, options, isFirstSession } = parts;
  const { captureApp, captureShares, captureNetwork, captureErrors } = options;
  visits.begin(options, isFirstSession);
  const plugins = [pageCapture({ ...parts, captureShares })];
  if (captureApp) plugins.push(appCapture(parts));
  if (captureNetwork) plugins.push(networkCapture(parts));
  if (captureErrors) plugins.push(errorCapture(native, visits));
  return plugins;
}
