import type { Tracker } from '@pugmark/core';
import type { PageVisits } from './page-visits.js';

type Handler = (this: NativePage, ...args: unknown[]) => unknown;

/** What a page knows of itself: Taro puts its path and its configuration on the instance. */
interface NativePage {
  $taroPath?: string;
  config?: { navigationBarTitleText?: string };
}

/** Options of a page as Taro hands them to the platform. */
export type PageObject = Record<string, unknown>;

const SHARES: Record<string, string> = { onShareAppMessage: 'message', onShareTimeline: 'timeline' };

/**
 * Wraps the handlers of a page that Taro made. The global `Page` is left alone, so that another SDK may wrap it; the
 * page's own handlers run with their own `this`, arguments and result.
 */
export function capturePage(
  page: PageObject,
  track: Tracker['track'],
  visits: PageVisits,
  captureShares: boolean,
): void {
  before(page, 'onShow', (self) => visits.enter(pathOf(self), self.config?.navigationBarTitleText));
  before(page, 'onHide', visits.leave);
  before(page, 'onUnload', visits.leave);
  // A share handler switches the platform's share button on: only those that exist are wrapped.
  for (const name of Object.keys(SHARES)) {
    const own = page[name];
    if (!captureShares || typeof own !== 'function') continue;
    page[name] = function (this: NativePage, ...args: unknown[]) {
      const result = (own as Handler).apply(this, args);
      const pagePath = pathOf(this);
      const tell = (content: unknown) => {
        const { path, title } = (content || {}) as { path?: string; title?: string };
        const { from } = (args[0] || {}) as { from?: string };
        track('share_action', {
          pagePath,
          shareType: SHARES[name],
          sharePath: path,
          shareTitle: title,
          from,
        });
      };
      if (!visits.isExcluded(pagePath)) {
        if (isThenable(result)) result.then(tell, () => tell(undefined));
        else tell(result);
      }
      return result;
    };
  }
}

function before(page: PageObject, name: string, action: (self: NativePage) => void): void {
  const own = page[name];
  page[name] = function (this: NativePage, ...args: unknown[]) {
    action(this);
    return typeof own === 'function' ? (own as Handler).apply(this, args) : undefined;
  };
}

/** Taro adds parameters and its own stamps. */
export const cleanPath = (path = ''): string => `/${path.replace(/^\/|\?.*/g, '')}`;

const pathOf = ({ $taroPath }: NativePage) => cleanPath($taroPath);

const isThenable = (value: unknown): value is Promise<unknown> =>
  typeof (value as Promise<unknown> | undefined)?.then === 'function';
