import type { Properties } from '../api/event.js';
import type { Page } from '../platform.js';

/** A listener may be given an event or a route in the place of a text: only texts count. */
const textOr = (given: unknown, otherwise?: string) => (typeof given === 'string' ? given : otherwise);

/** What is left out is taken from the page. */
export const pageViewProperties = (
  page: Page | undefined,
  pagePath?: unknown,
  pageTitle?: unknown,
  referrer?: unknown,
): Properties => ({
  pagePath: textOr(pagePath, page?.pagePath),
  pageTitle: textOr(pageTitle, page?.pageTitle),
  referrer: textOr(referrer, page?.referrer),
});

export const clickProperties = (elementId: unknown, elementText?: unknown, extra?: object): Properties => ({
  elementId: textOr(elementId, ''),
  elementText: textOr(elementText),
  ...extra,
});
