import type { TrackerOptions } from '@pugmark/core';
import type { CaptureOptions } from './capture-options.js';

/** What a tracker of a Taro app can be told. Only `apiUrl` is required. */
export interface TaroOptions extends TrackerOptions, CaptureOptions {}
