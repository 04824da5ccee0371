import type { Tracker } from '@pugmark/core';
import type { ResolvedCaptureOptions } from '../capture-options.js';

/** Which page is in front. Entering a page that is in front, or leaving when none is, changes nothing. */
export interface PageVisits {
  enter(pagePath: string, pageTitle: string | undefined): void;
  leave(): void;
  /** The page in front, or the latest. */
  pagePath(): string;
  /** The path is among `excludePages`. */
  isExcluded(pagePath: string): boolean;
}

export function createPageVisits(
  { track }: Tracker,
  now: () => number,
  { capturePages, excludePages, pageTitles }: ResolvedCaptureOptions,
  isFirstSession: boolean,
): PageVisits {
  let current: { pagePath: string; since: number } | undefined;
  let latest = '';
  const isExcluded = (pagePath: string) => excludePages.indexOf(pagePath) >= 0;
  const isCaptured = (pagePath: string) => capturePages && !isExcluded(pagePath);

  const leave = () => {
    if (!current) return;
    const { pagePath, since } = current;
    current = undefined;
    if (isCaptured(pagePath)) track('page_leave', { pagePath, duration: now() - since });
  };

  return {
    enter(pagePath, pageTitle) {
      if (current?.pagePath === pagePath) return;
      leave();
      const referrer = latest;
      latest = pagePath;
      current = { pagePath, since: now() };
      if (!isCaptured(pagePath)) return;
      track('page_view', {
        pagePath,
        pageTitle: pageTitles[pagePath] || pageTitle || '',
        referrer,
        isFirstSession,
      });
    },
    leave,
    pagePath: () => latest,
    isExcluded,
  };
}
