import type { Properties } from '../api/event.js';
import type { Page } from '../platform.js';
import { BUTTON_CLICK, PAGE_VIEW } from '../vocabulary.js';

type NamedEvent = [eventName: string, properties: Properties];

/** A listener may be given an event or a route in the place of a text: only texts count. */
const textOr = (given: unknown, otherwise: string | undefined) =>
  typeof given === 'string' ? given : otherwise;

/** What is left out is taken from the page. */
export const pageViewEvent = (
  page: Page | undefined,
  pagePath?: unknown,
  pageTitle?: unknown,
  referrer?: unknown,
): NamedEvent => [
  PAGE_VIEW,
  {
    pagePath: textOr(pagePath, page?.pagePath),
    pageTitle: textOr(pageTitle, page?.pageTitle),
    referrer: textOr(referrer, page?.referrer),
  },
];

export const clickEvent = (elementId: unknown, elementText?: unknown, extra?: object): NamedEvent => [
  BUTTON_CLICK,
  { elementId: textOr(elementId, ''), elementText: textOr(elementText, undefined), ...extra },
];
