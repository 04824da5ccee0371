import type { Plugin } from '@pugmark/core';
import type { AppState } from '../app-state.js';
import type { PageObject, TaroHooks } from '../taro-hooks.js';
import { cleanPath } from './page-path.js';
import type { PageVisits } from './page-visits.js';

type Handler = (this: NativePage, ...args: unknown[]) => unknown;

/** What a page knows of itself: Taro puts its path and its configuration on the instance, the platform its route. */
interface NativePage {
  $taroPath?: string;
  route?: string;
  config?: { navigationBarTitleText?: string };
}

const SHARES: Record<string, string> = { onShareAppMessage: 'message', onShareTimeline: 'timeline' };

interface PageCaptureParts {
  hooks: Pick<TaroHooks, 'on'>;
  app: AppState;
  visits: PageVisits;
  captureShares: boolean;
}

/** Follows which page is in front, and tracks what is shared from it. */
export const pageCapture = ({ hooks, app, visits, captureShares }: PageCaptureParts): Plugin => ({
  name: 'pages',
  setup({ track }) {
    // Pages that were wrapped stay so: what was put around them falls silent.
    let isOn = true;
    hooks.on('modifyPageObject', (page) => {
      if (isOn) wrapPage(page, visits, () => isOn);
      if (isOn && captureShares)
        wrapShares(page, visits, (properties) => isOn && track('share_action', properties));
    });
    const unwatch = app.watch({ hide: visits.hideApp, show: visits.showApp });
    return () => {
      isOn = false;
      unwatch();
    };
  },
});

/**
 * Wraps the handlers of a page that Taro made. The global `Page` is left alone, so that another SDK may wrap it; the
 * page's own handlers run with their own `this`, arguments and result.
 */
function wrapPage(page: PageObject, visits: PageVisits, isOn: () => boolean): void {
  before(
    page,
    'onShow',
    (self) => isOn() && visits.enter(self, pathOf(self), self.config?.navigationBarTitleText),
  );
  before(page, 'onHide', (self) => isOn() && visits.leave(self));
  before(page, 'onUnload', (self) => isOn() && visits.leave(self));
}

/** A share handler switches the platform's share button on: only those that exist are wrapped. */
function wrapShares(page: PageObject, visits: PageVisits, tell: (properties: object) => void): void {
  for (const name of Object.keys(SHARES)) {
    const own = page[name];
    if (typeof own !== 'function') continue;
    page[name] = function (this: NativePage, ...args: unknown[]) {
      const result = (own as Handler).apply(this, args);
      const pagePath = pathOf(this);
      const share = (content: unknown) => {
        const { path, title } = (content || {}) as { path?: string; title?: string };
        const { from } = (args[0] || {}) as { from?: string };
        tell({ pagePath, shareType: SHARES[name], sharePath: path, shareTitle: title, from });
      };
      if (!visits.isExcluded(pagePath)) {
        if (isThenable(result)) result.then(share, () => share(undefined));
        else share(result);
      }
      return result;
    };
  }
}

function before(page: PageObject, name: string, action: (self: NativePage) => unknown): void {
  const own = page[name];
  page[name] = function (this: NativePage, ...args: unknown[]) {
    action(this);
    return typeof own === 'function' ? (own as Handler).apply(this, args) : undefined;
  };
}

const pathOf = ({ $taroPath, route }: NativePage) => cleanPath($taroPath || route);

const isThenable = (value: unknown): value is Promise<unknown> =>
  typeof (value as Promise<unknown> | undefined)?.then === 'function';
