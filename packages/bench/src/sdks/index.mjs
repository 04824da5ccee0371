import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Sdk
 * @property {string} name      the adapter's file name in this directory
 * @property {string} [package] the npm package it measures; none for the empty page
 */

/** The page without an SDK, which is subtracted from every other. */
export const EMPTY = { name: 'empty' };

/** @type {Sdk[]} Pugmark first: the ratios are against it. */
export const SDKS = [
  { name: 'pugmark', package: '@pugmark/browser' },
  { name: 'amplitude', package: '@amplitude/analytics-browser' },
  { name: 'segment', package: '@segment/analytics-next' },
  { name: 'posthog', package: 'posthog-js' },
  { name: 'snowplow', package: '@snowplow/browser-tracker' },
  { name: 'mixpanel', package: 'mixpanel-browser' },
  { name: 'rudderstack', package: '@rudderstack/analytics-js' },
  { name: 'sensors', package: 'sa-sdk-javascript' },
  { name: 'sentry', package: '@sentry/browser' },
];

/** The SDKs of a list like `pugmark,mixpanel`, all of them without one. */
export function chooseSdks(/** @type {string | undefined} */ only) {
  if (!only) return SDKS;
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !SDKS.some((sdk) => sdk.name === name));
  if (unknown.length > 0) {
    throw new Error(`Unknown: ${unknown.join(', ')}. Known: ${SDKS.map((sdk) => sdk.name).join(', ')}`);
  }
  return SDKS.filter((sdk) => names.includes(sdk.name));
}

/** The installed version, read from disk because some packages do not export their package.json. */
export function versionOf(/** @type {Sdk} */ sdk) {
  const manifest = new URL(`../../node_modules/${sdk.package}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}
