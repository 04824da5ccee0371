import {
  hasDevice,
  type OpenTracker,
  openTracker,
  type Page,
  resolveOptions,
  type Tracker,
} from '@pugmark/core';
import { hooks } from '@tarojs/runtime';
import Taro from '@tarojs/taro';
import { name, version } from '../package.json';
import { CAPTURE_READERS, type ResolvedCaptureOptions } from './capture-options.js';
import { clickCapture } from './captures/clicks.js';
import { createCaptures } from './captures/index.js';
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

let openPlatform: ((name: string, queue: string) => MiniPlatform) | undefined;

/** @param visits Of the tracker that captures; a second one would count everything twice. */
export function start({ tracker, start }: OpenTracker, options: TaroOptions, visits?: PageVisits): Tracker {
  const resolved = resolveOptions<ResolvedCaptureOptions>(options, { readers: CAPTURE_READERS });
  const native = Taro.miniGlobal;
  openPlatform = openPlatform || createMiniProgram(Taro, native);
  const { platform, log, app } = openPlatform(resolved.name, resolved.queue);
  const isSinglePage = `${app.entry().scene}` === SINGLE_PAGE;
  const isFirstSession = !hasDevice(platform.settings) && !isSinglePage;
  resolved.appVersion = resolved.appVersion || publishedVersion(native);
  const captures = visits
    ? createCaptures({ visits, app, native, hooks, options: resolved, isFirstSession })
    : [];
  if (visits && resolved.captureClicks) captures.push(clickCapture(hooks, visits));
  if (isSinglePage) tracker.register({ isSinglePage });
  return start({
    platform,
    options: { ...resolved, plugins: captures.concat(resolved.plugins) },
    sdk: { name, version },
    log,
  });
}
