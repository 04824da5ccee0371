import { isList, isObject } from '../encoding/json.js';
import type { OptionReader } from './readers.js';

/** Where a collector takes batches, unless the option `path` says otherwise. */
export const BATCH_PATH = '/tracking/events/batch';

/** What may stand behind a base address: slashes, or the route that a collector prints. */
const ROUTE = /(\/tracking\/events\/batch)?\/*$/;
const ABSOLUTE = /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i;

/**
 * The address of a collector: absolute, or a path of the page's own site, as a first-party proxy has one. The route is
 * taken off where somebody has copied it along.
 *
 * @param origin Of the page, such as `https://shop.example`; empty where there is none.
 */
export const apiUrl = (origin: string): OptionReader<string | undefined> => ({
  otherwise_: undefined,
  expects_: `an http(s) address${origin && ' or a path such as "/collect"'}, without query, fragment or password`,
  read_(value) {
    // A URL object too.
    const given = `${isObject(value) ? value.href : value}`.trim();
    const isPath = origin && given.charAt(0) === '/';
    const url = isPath ? (given.charAt(1) === '/' ? origin.split('/')[0] : origin) + given : given;
    return !isList(value) && ABSOLUTE.test(url) ? url.replace(ROUTE, '') : undefined;
  },
});
