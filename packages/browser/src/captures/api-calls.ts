import type { Plugin } from '@pugmark/core';
import { hideIds, normalize } from './page-path.js';
import { readAddress } from './read-address.js';
import { watchRequests } from './watch-requests.js';

/** Which requests are told, and how. */
export interface ApiCallOptions {
  /** Share of the requests that is told, from 0 to 1; failed ones always are. Default 1. */
  sampleRate?: number | undefined;
  /** Makes one path of many. Default: numbers and long ids become `:id`. */
  normalizePath?: ((path: string) => string) | undefined;
  /** Addresses of which nothing is told. Default: none. */
  ignore?: RegExp | undefined;
}

/** The route that every tracker sends to, unless it is told another. */
const BATCH_PATH = /\/tracking\/events(\/batch)?$/;

/**
 * Tells the page's own requests as `api_call`: `apiPath` without query and with ids taken out, `method`, `duration` in
 * ms, `status` (0: no answer) and, of another site, `apiHost`. The tracker's own requests are left out.
 *
 * @example
 * ```ts
 * import { init } from '@pugmark/browser';
 * import { apiCalls } from '@pugmark/browser/api-calls';
 *
 * init({ apiUrl: 'https://collect.example.com', plugins: [apiCalls({ sampleRate: 0.1 })] });
 * ```
 */
export const apiCalls = (options: ApiCallOptions = {}): Plugin => {
  const { sampleRate = 1, normalizePath, ignore } = options;
  return {
    name: 'api-calls',
    setup({ track, options: { apiUrl } }) {
      return watchRequests((method, url) => {
        const address = readAddress(url);
        if (!address || ignore?.test(address.href)) return undefined;
        if (BATCH_PATH.test(address.pathname) || address.href.indexOf(`${apiUrl}/`) === 0) return undefined;
        const began = performance.now();
        return (status) => {
          const isWell = status && status < 400;
          if (isWell && Math.random() >= sampleRate) return;
          track(
            'api_call',
            {
              apiPath: normalize(address.pathname, normalizePath, hideIds(address.pathname)),
              method,
              duration: Math.round(performance.now() - began),
              status,
              apiHost: address.host === location.host ? undefined : address.host,
            },
            { category: 'performance' },
          );
        };
      });
    },
  };
};
