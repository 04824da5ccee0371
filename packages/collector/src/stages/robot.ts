import { isbot } from 'isbot';

/** What browsers, and robots that look at pages, call themselves. */
const LOOKS_AT_PAGES = /mozilla\/|bot|crawl|spider|slurp/i;

/**
 * Whether a User-Agent is that of a known robot that looks at pages. A library for requests (`curl`, `node`) is none: it
 * may pass on what a page has tracked.
 */
export function isRobot(userAgent: string): boolean {
  return LOOKS_AT_PAGES.test(userAgent) && isbot(userAgent);
}
