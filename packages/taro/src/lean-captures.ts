import type { Plugin, Properties, Tracker } from '@pugmark/core';
import { hooks } from '@tarojs/runtime';
import type { AppState } from './app-state.js';
import type { ResolvedCaptureOptions } from './capture-options.js';
import { appCapture, networkCapture } from './captures/app.js';
import { errorCapture } from './captures/errors.js';
import { createPageVisits, type PageVisits } from './captures/page-visits.js';
import { pageCapture } from './captures/pages.js';
import type { NativeApi } from './mini-api.js';
import { clock } from './surroundings.js';

/** What captures need of the app and of each other. */
export interface LeanParts {
  track(eventName: string, properties?: Properties): void;
  app: AppState;
  native: Pick<NativeApi, 'onError' | 'onUnhandledRejection'>;
  isFirstSession: boolean;
  /** Which page is in front; filled in by `capturePages`. */
  front: Front;
}

export type Front = Pick<PageVisits, 'page' | 'isExcluded'>;

/** A capture, as `init` takes it. */
export type Capture = (parts: LeanParts) => Plugin;

/** Options of `capturePages`. */
export type PageCaptureOptions = Pick<
  Partial<ResolvedCaptureOptions>,
  'captureShares' | 'excludePages' | 'pageTitles'
>;

export const createFront = (): Front => ({ page: () => ({}), isExcluded: () => false });

/** `app_launch`, `app_show`, `app_hide`. */
export const captureApp = (): Capture => appCapture;

/**
 * `page_view`, `page_leave`, and `share_action` of pages that have a share handler of their own.
 *
 * @example
 * ```ts
 * capturePages({ excludePages: ['pages/login/index'] })
 * ```
 */
export const capturePages =
  ({ captureShares = true, excludePages = [], pageTitles = {} }: PageCaptureOptions = {}): Capture =>
  ({ track, app, isFirstSession, front }) => {
    const visits = createPageVisits(track as Tracker['track'], clock.now);
    visits.begin({ capturePages: true, excludePages, pageTitles }, isFirstSession);
    front.page = visits.page;
    front.isExcluded = visits.isExcluded;
    return pageCapture({ hooks, app, visits, captureShares });
  };

/** `network_change`. */
export const captureNetwork = (): Capture => networkCapture;

/** `error_occurred`: script errors and rejections that nobody handled. */
export const captureErrors =
  (): Capture =>
  ({ native, front }) =>
    errorCapture(native, front);
