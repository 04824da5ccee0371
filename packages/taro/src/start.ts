import {
  hasDevice,
  type OpenTracker,
  type OptionReaders,
  openTracker,
  type Page,
  type Plugin,
  resolveOptions,
  type Tracker,
} from '@pugmark/core';
import Taro from '@tarojs/taro';
import { name, version } from '../package.json';
import type { AppState } from './app-state.js';
import { publishedVersion } from './facts.js';
import type { NativeApi } from './mini-api.js';
import type { TaroOptions } from './options.js';
import { createMiniProgram, type MiniPlatform } from './platform.js';
import { clock, logger, random } from './surroundings.js';

/** A page shared to the timeline, opened alone: its storage is not the app's, so that everybody looks new there. */
const SINGLE_PAGE = '1154';

/** A tracker that takes calls at once and is started by `start`. */
export const open = (page?: () => Page) =>
  openTracker({ clock, random, logger, isLive: true, ...(page ? { page } : {}) });

let openPlatform: ((name: string, queue: string) => MiniPlatform) | undefined;

/** What captures know of the app when they are made. */
export interface Begun<Options extends object> {
  app: AppState;
  native: NativeApi;
  options: Options;
  isFirstSession: boolean;
}

/** @param capture Of the tracker that captures; a second one would count everything twice. */
export function start<Options extends object>(
  { tracker, start }: OpenTracker,
  options: TaroOptions,
  readers: OptionReaders<Options>,
  capture?: (begun: Begun<Options>) => Plugin[],
): Tracker {
  const resolved = resolveOptions<Options>(options, { readers });
  const native = Taro.miniGlobal;
  openPlatform = openPlatform || createMiniProgram(Taro, native);
  const { platform, log, app } = openPlatform(resolved.name, resolved.queue);
  const isSinglePage = `${app.entry().scene}` === SINGLE_PAGE;
  const isFirstSession = !hasDevice(platform.settings) && !isSinglePage;
  resolved.appVersion = resolved.appVersion || publishedVersion(native);
  const captures = capture ? capture({ app, native, options: resolved, isFirstSession }) : [];
  if (isSinglePage) tracker.register({ isSinglePage });
  return start({
    platform,
    log,
    options: { ...resolved, plugins: captures.concat(resolved.plugins) },
    sdk: { name, version },
  });
}
