/** @type {Array<{ name: string, package: string }>} Pugmark first: the ratios are against it. */
export const NODE_SDKS = [
  { name: 'pugmark', package: '@pugmark/node' },
  { name: 'segment', package: '@segment/analytics-node' },
  { name: 'posthog', package: 'posthog-node' },
  { name: 'amplitude', package: '@amplitude/analytics-node' },
  { name: 'snowplow', package: '@snowplow/node-tracker' },
];
