import type { Properties } from './event.js';

/** The page that the user sees. */
export interface Page {
  pagePath?: string;
  pageTitle?: string;
  referrer?: string;
}

type NamedEvent = [eventName: string, properties: Properties];

/** What is left out is taken from the page. */
export const pageViewEvent = (
  page: Page | undefined,
  pagePath = page?.pagePath,
  pageTitle = page?.pageTitle,
  referrer = page?.referrer,
): NamedEvent => ['page_view', { pagePath, pageTitle, referrer }];

export const clickEvent = (elementId: string, elementText?: string, extra?: Properties): NamedEvent => [
  'button_click',
  { elementId, elementText, ...extra },
];
