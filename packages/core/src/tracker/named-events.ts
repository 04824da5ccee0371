import type { Properties } from './event.js';

/** The page that the user sees. */
export interface Page {
  pagePath?: string;
  pageTitle?: string;
  referrer?: string;
}

type NamedEvent = [eventName: string, properties: Properties];

export const pageViewEvent = (
  pagePath?: string,
  pageTitle?: string,
  referrer?: string,
  page?: Page,
): NamedEvent => [
  'page_view',
  {
    pagePath: pagePath ?? page?.pagePath,
    pageTitle: pageTitle ?? page?.pageTitle,
    referrer: referrer ?? page?.referrer,
  },
];

export const clickEvent = (elementId: string, elementText?: string, extra?: Properties): NamedEvent => [
  'button_click',
  { elementId, elementText, ...extra },
];
