import type { Page, Tracker } from '@pugmark/core';
import { readDocument } from './read-document.js';

/** The address bar at the latest look, the page that the visitor sees, and the one before it. */
let address: string | undefined;
let current: string | undefined;
let previous: string | undefined;

/** The path without any query, which may hold secrets; that of a hash router counts. */
function readAddress(): string {
  const { pathname, hash, protocol } = location;
  // The path of a file tells where on the visitor's disk it lies.
  const path = protocol === 'file:' ? pathname.slice(pathname.lastIndexOf('/')) : pathname;
  return /^#!?\//.test(hash) ? path + hash.split('?')[0] : path;
}

/** Notes where the visitor is: at `path` where the host says so, else where the address bar has gone. */
function follow(path?: string): string {
  const before = address;
  address = readAddress();
  const next = path || (address === before ? current : address);
  if (next !== current) {
    previous = current;
    current = next;
  }
  return address;
}

/** Where the visitor came from, without query and fragment: they are that page's, and may hold secrets. */
export const readReferrer = (): string => readDocument('referrer').replace(/[?#].*/, '');

/** The page as the address bar shows it. In an app of one document the referrer is the page that was seen before. */
export function page(): Page {
  const pagePath = follow();
  return { pagePath, pageTitle: readDocument('title'), referrer: previous ?? readReferrer() };
}

/** Page views under names of the host's own count as pages too. */
export const followPageViews =
  (trackPageView: Tracker['trackPageView']): Tracker['trackPageView'] =>
  (...args) => {
    // A router's hook gives routes and not texts.
    follow(typeof args[0] === 'string' ? args[0] : readAddress());
    trackPageView(...args);
  };
