import type { Page, Properties, Tracker } from '@pugmark/core';
import type { ResolvedCaptureOptions } from '../capture-options.js';
import { cleanPath } from './page-path.js';

/** A page as its platform made it: the same page twice on the stack is two of them. */
export type PageInstance = object;

/**
 * Which page is in front of the user. Platforms tell of pages in their own order, twice, or late: a page that goes ends
 * its own visit only, and what is entered while the app is hidden is viewed when the app is shown.
 */
export interface PageVisits {
  /** The captures have begun; before, no page is captured but those that ask for it. */
  begin(
    options: Pick<ResolvedCaptureOptions, 'capturePages' | 'excludePages' | 'pageTitles'>,
    isFirstSession: boolean,
  ): void;
  enter(instance: PageInstance, pagePath: string, pageTitle?: string): void;
  /** Changes nothing when that page is not in front. */
  leave(instance: PageInstance): void;
  /** What a page says of itself, which also captures one that is not captured otherwise. */
  describe(pagePath: string, pageTitle: string | undefined, own: Properties): void;
  hideApp(): void;
  showApp(): void;
  /** The page in front, or the latest. */
  page(): Page;
  /** The path is among `excludePages`, and the page did not ask to be captured. */
  isExcluded(pagePath: string | undefined): boolean;
}

/** The visit of the page in front. */
interface Visit {
  since: number;
  isViewed: boolean;
}

export function createPageVisits(track: Tracker['track'], now: () => number): PageVisits {
  let capturePages = false;
  let excludePages: string[] = [];
  const pageTitles: Record<string, string> = {};
  let isFirstSession: boolean | undefined;
  let page: Page = {};
  let latest: PageInstance | undefined;
  let own: Properties | undefined;
  let visit: Visit | undefined;
  let isAppHidden = false;
  /** Paths of pages that are followed; others are known only by what they say of themselves. */
  const followed: Record<string, boolean> = {};

  const isExcluded = (pagePath = '') =>
    excludePages.indexOf(pagePath) >= 0 && !(own && page.pagePath === pagePath);

  const leave = () => {
    const left = visit;
    visit = undefined;
    if (left?.isViewed)
      track('page_leave', { ...own, pagePath: page.pagePath, duration: now() - left.since });
  };

  const view = () => {
    if (!visit || visit.isViewed || isAppHidden) return;
    if (!own && (!capturePages || isExcluded(page.pagePath))) return;
    visit.isViewed = true;
    track('page_view', { ...own, ...page, isFirstSession });
  };

  const enter = (instance: PageInstance, pagePath: string, pageTitle = '', properties?: Properties) => {
    if (visit && latest === instance) return;
    leave();
    // A page that comes back from the background was not come to from itself.
    const referrer = (latest === instance ? page.referrer : page.pagePath) || '';
    latest = instance;
    page = { pagePath, pageTitle: pageTitles[pagePath] || pageTitle, referrer };
    own = properties;
    visit = { since: now(), isViewed: false };
    view();
  };

  return {
    begin(resolved, isFirst) {
      capturePages = resolved.capturePages;
      excludePages = resolved.excludePages.map((path) => cleanPath(path));
      for (const path of Object.keys(resolved.pageTitles))
        pageTitles[cleanPath(path)] = resolved.pageTitles[path] || '';
      isFirstSession = isFirst;
    },
    enter(instance, pagePath, pageTitle) {
      followed[pagePath] = true;
      enter(instance, pagePath, pageTitle);
    },
    leave(instance) {
      if (latest === instance) leave();
    },
    describe(pagePath, pageTitle, properties) {
      if (visit && page.pagePath === pagePath) {
        own = properties;
        page.pageTitle = pageTitle || page.pageTitle || '';
        view();
        // Otherwise the component of a page that is followed ran when the user was elsewhere already.
      } else if (!followed[pagePath]) enter(properties, pagePath, pageTitle, properties);
    },
    hideApp() {
      isAppHidden = true;
      const before = visit;
      leave();
      // A page that is not told itself that it is hidden, as on H5, is not told either that it is shown.
      if (before) visit = { since: now(), isViewed: false };
    },
    showApp() {
      isAppHidden = false;
      if (visit) visit.since = now();
      view();
    },
    page: () => page,
    isExcluded,
  };
}
