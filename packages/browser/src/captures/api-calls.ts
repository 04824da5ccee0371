import type { Plugin } from '@pugmark/core';
import { hideIds } from './page-path.js';
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
  const { sampleRate = 1, normalizePath = hideIds, ignore } = options;
  return {
    name: 'api-calls',
    setup({ track, options: { apiUrl } }) {
      return watchRequests(({ method, url }) => {
        const address = readAddress(url);
        if (!address || ignore?.test(address.href)) return undefined;
        if (BATCH_PATH.test(address.pathname) || address.href.indexOf(`${apiUrl}/`) === 0) return undefined;
        const began = performance.now();
        return (status) => {
          const isFailed = status === 0 || status >= 400;
          if (!isFailed && Math.random() >= sampleRate) return;
          track(
            'api_call',
            {
              apiPath: pathOf(address, normalizePath),
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

function readAddress(url: string): URL | undefined {
  try {
    const address = new URL(url, document.baseURI);
    return /^https?:$/.test(address.protocol) ? address : undefined;
  } catch {
    return undefined;
  }
}

function pathOf({ pathname }: URL, normalizePath: (path: string) => string): string {
  try {
    return `${normalizePath(pathname)}`;
  } catch {
    return hideIds(pathname);
  }
}
