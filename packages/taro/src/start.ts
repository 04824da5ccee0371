import {
  type OpenTracker,
  openTracker,
  resolveOptions,
  type Tracker,
  type TrackerOptions,
} from '@pugmark/core';
import { hooks } from '@tarojs/runtime';
import Taro from '@tarojs/taro';
import { name, version } from '../package.json';
import { CAPTURE_DEFAULTS, type CaptureOptions } from './capture-options.js';
import { capture } from './captures/index.js';
import { publishedVersion } from './facts.js';
import { createMiniProgram, type MiniPlatform } from './platform.js';
import { clock, logger, random } from './surroundings.js';

/** Options of a tracker in a mini-program. */
export interface TaroOptions extends TrackerOptions, CaptureOptions {}

/** A tracker that takes calls at once and is started by `start`. */
export const open = () => openTracker({ clock, random, logger, isLive: true });

let openPlatform: ((name: string) => MiniPlatform) | undefined;

/** @param isDefault The tracker that captures; a second one would count everything twice. */
export function start(opened: OpenTracker, options: TaroOptions, isDefault: boolean): Tracker {
  const resolved = resolveOptions(options, CAPTURE_DEFAULTS);
  const native = Taro.miniGlobal;
  openPlatform = openPlatform || createMiniProgram(Taro, native);
  const mini = openPlatform(resolved.name);
  resolved.appVersion = resolved.appVersion || publishedVersion(native);
  const isFirstSession = mini.platform.settings.get('device') === undefined;
  opened.start(mini.platform, resolved, { name, version });
  if (isDefault && resolved.enabled) capture(opened.tracker, mini, native, hooks, resolved, isFirstSession);
  return opened.tracker;
}
