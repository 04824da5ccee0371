import { openTracker, type ResolvedOptions, type Tracker } from '@pugmark/core';
import type { MiniPlatform } from '../platform.js';

/** A tracker of a mini-program, without captures. */
export const startTracker = ({ platform, log }: MiniPlatform, options: ResolvedOptions): Tracker =>
  openTracker({ ...platform, isLive: true }).start({
    platform,
    log,
    options,
    sdk: { name: 'test', version: '0' },
  });
