import type { AnyEvents, Properties, Track, Tracker } from '@pugmark/core';
import Taro from '@tarojs/taro';
import { cleanPath } from './captures/page-path.js';
import type { PageVisits } from './captures/page-visits.js';

/** What a page says of itself. */
export interface PageTracking {
  /** Default: that of `pageTitles`, or of the page's title bar. */
  pageTitle?: string;
  /** Added to `page_view` and `page_leave`. */
  properties?: Properties;
}

// Taro's own hooks know React and Vue, so that neither is imported here.

export function pageTracking(visits: PageVisits, { pageTitle, properties = {} }: PageTracking = {}): void {
  const pagePath = cleanPath(Taro.useRouter().path);
  Taro.useDidShow(() => visits.describe(pagePath, pageTitle, properties));
}

/** Tracks of pages by path, since a component that gets another function each time is drawn again. */
const tracks: Record<string, Track> = {};

export function trackOf<Plan = AnyEvents>(track: Tracker['track']): Track<Plan> {
  const pagePath = cleanPath(Taro.useRouter().path);
  tracks[pagePath] =
    tracks[pagePath] ||
    ((eventName, properties, options) => track(eventName, { pagePath, ...properties }, options));
  return tracks[pagePath] as Track<Plan>;
}
