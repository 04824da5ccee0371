import type { Platform } from '../platform.js';
import { alipay } from './alipay.js';
import { swan } from './swan.js';
import { tt } from './tt.js';
import { weapp } from './weapp.js';

export const PLATFORMS = { weapp, alipay, tt, swan } satisfies Record<string, Platform>;

/** A platform by the name that Taro builds it under. */
export type PlatformName = keyof typeof PLATFORMS;
