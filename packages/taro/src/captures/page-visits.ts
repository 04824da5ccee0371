import type { Page, Properties, Tracker } from '@pugmark/core';
import type { ResolvedCaptureOptions } from '../capture-options.js';

/** Which page is in front. Entering a page that is in front, or leaving when none is, changes nothing. */
export interface PageVisits {
  /** The captures have begun; before, no page is captured but those that ask for it. */
  begin(options: ResolvedCaptureOptions, isFirstSession: boolean): void;
  /** @param own What the page itself asked for, which also captures a page that is not captured otherwise. */
  enter(pagePath: string, pageTitle?: string, own?: Properties): void;
  leave(): void;
  /** The page in front, or the latest. */
  page(): Page;
  /** The path is among `excludePages`, and the page did not ask to be captured. */
  isExcluded(pagePath: string | undefined): boolean;
}

export function createPageVisits(track: Tracker['track'], now: () => number): PageVisits {
  let options: Partial<ResolvedCaptureOptions> = {};
  let isFirstSession: boolean | undefined;
  let page: Page = {};
  let own: Properties | undefined;
  let since = 0;
  let isInFront = false;
  let isViewed = false;

  const isExcluded = (pagePath = '') =>
    (options.excludePages || []).indexOf(pagePath) >= 0 && !(own && page.pagePath === pagePath);

  const leave = () => {
    if (isInFront && isViewed)
      track('page_leave', { ...own, pagePath: page.pagePath, duration: now() - since });
    isInFront = false;
  };

  return {
    begin(resolved, isFirst) {
      options = resolved;
      isFirstSession = isFirst;
    },
    enter(pagePath, pageTitle, properties) {
      if (!isInFront || page.pagePath !== pagePath) {
        leave();
        const referrer = page.pagePath || '';
        page = { pagePath, pageTitle: options.pageTitles?.[pagePath] || pageTitle || '', referrer };
        own = undefined;
        since = now();
        isInFront = true;
        isViewed = false;
      }
      if (properties) {
        own = properties;
        page.pageTitle = pageTitle || page.pageTitle || '';
      }
      if (isViewed || !(own || (options.capturePages && !isExcluded(pagePath)))) return;
      isViewed = true;
      track('page_view', { ...own, ...page, isFirstSession });
    },
    leave,
    page: () => page,
    isExcluded,
  };
}
