import { init, type TaroOptions } from '@pugmark/taro';
import Taro from '@tarojs/taro';
import type { TrackingProperties } from './tracking-plan';

declare const API_URL: string;

/** One build serves several clinics: on WeChat each brings options of its own in `ext.json`. */
const { tracking = {} }: { tracking?: Partial<TaroOptions> } =
  process.env.TARO_ENV === 'weapp' ? (Taro.getExtConfigSync?.() ?? {}) : {};

/** The app asks before it sends anything. */
export const asksForConsent = tracking.consent === 'pending';

/** Imported first by the app, so that it runs before any page is made. */
export const tracker = init<TrackingProperties>({
  apiUrl: API_URL,
  captureClicks: true,
  captureErrors: true,
  // It tracks itself, with the escort that is booked.
  excludePages: ['/pages/order/index'],
  ...tracking,
});
