import { type OpenTracker, openTracker, type Page, resolveOptions, type Tracker } from '@pugmark/core';
import { hooks } from '@tarojs/runtime';
import Taro from '@tarojs/taro';
import { name, version } from '../package.json';
import { CAPTURE_DEFAULTS } from './capture-options.js';
import { createClickCapture } from './captures/clicks.js';
import { capture } from './captures/index.js';
import type { PageVisits } from './captures/page-visits.js';
import { publishedVersion } from './facts.js';
import type { TaroOptions } from './options.js';
import { createMiniProgram, type MiniPlatform } from './platform.js';
import { clock, logger, random } from './surroundings.js';

/** A page shared to the timeline, opened alone: its storage is not the app's, so that everybody looks new there. */
const SINGLE_PAGE = '1154';

/** A tracker that takes calls at once and is started by `start`. */
export const open = (page?: () => Page) =>
  openTracker({ clock, random, logger, isLive: true, ...(page ? { page } : {}) });

let openPlatform: ((name: string) => MiniPlatform) | undefined;

/** @param visits Of the tracker that captures; a second one would count everything twice. */
export function start({ tracker, start }: OpenTracker, options: TaroOptions, visits?: PageVisits): Tracker {
  const resolved = resolveOptions(options, CAPTURE_DEFAULTS);
  const native = Taro.miniGlobal;
  openPlatform = openPlatform || createMiniProgram(Taro, native);
  const { platform, app, launch } = openPlatform(resolved.name);
  const isSinglePage = `${launch.scene}` === SINGLE_PAGE;
  const isFirstSession = platform.settings.get('device') === undefined && !isSinglePage;
  resolved.appVersion = resolved.appVersion || publishedVersion(native);
  start(platform, resolved, { name, version });
  if (isSinglePage) tracker.register({ isSinglePage });
  if (visits && resolved.enabled) {
    const { track } = tracker;
    capture(track, visits, app, launch, native, hooks, clock.now, resolved, isFirstSession);
    if (resolved.captureClicks) hooks.tap('modifyTaroEvent', createClickCapture(track, visits));
  }
  return tracker;
}
