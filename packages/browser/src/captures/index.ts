import type { Plugin } from '@pugmark/core';
import { type ApiCallOptions, apiCalls } from './api-calls.js';
import { type ClickOptions, clicks } from './clicks.js';
import { type ErrorOptions, errors } from './errors.js';
import { type ExposureOptions, exposure } from './exposure.js';
import { type FormOptions, forms } from './forms.js';
import { normalize, type PathOptions } from './page-path.js';
import { type PageViewOptions, pageViews } from './page-views.js';
import { type PerformanceOptions, performanceTimings } from './performance.js';

export { trackFilter, trackSearch } from './forms.js';
export { hideIds } from './page-path.js';
// One import for several: a bundler leaves the others out.
export { apiCalls, clicks, errors, exposure, forms, pageViews, performanceTimings };

/** Which captures are on, each with its options, or `true` for its defaults. Default: none. */
export interface CaptureOptions extends PathOptions {
  pageViews?: boolean | PageViewOptions | undefined;
  clicks?: boolean | ClickOptions | undefined;
  forms?: boolean | FormOptions | undefined;
  exposure?: boolean | ExposureOptions | undefined;
  performance?: boolean | PerformanceOptions | undefined;
  apiCalls?: boolean | ApiCallOptions | undefined;
  errors?: boolean | ErrorOptions | undefined;
}

const CAPTURES = { pageViews, clicks, forms, exposure, performance: performanceTimings, apiCalls, errors };

/**
 * All captures that are wanted, as one plugin. It ships all of them: who wants one or two uses these alone, such as
 * `plugins: [pageViews(), errors()]`.
 *
 * @example
 * ```ts
 * import { init } from '@pugmark/browser';
 * import { captures } from '@pugmark/browser/captures';
 *
 * init({
 *   apiUrl: 'https://collect.example.com',
 *   plugins: [captures({ pageViews: true, clicks: { rage: true }, errors: true })],
 * });
 * ```
 */
export function captures(options: CaptureOptions): Plugin {
  const { normalizePath } = options;
  const chosen = (Object.keys(CAPTURES) as (keyof typeof CAPTURES)[]).flatMap((name) => {
    const own = options[name];
    if (!own) return [];
    const given = own === true ? {} : own;
    // Requests have paths of their own: those of the page do not concern them.
    const common =
      normalizePath && name !== 'apiCalls'
        ? { normalizePath: (path: string) => normalize(path, normalizePath) }
        : {};
    return CAPTURES[name]({ ...common, ...given });
  });
  return {
    name: 'captures',
    setup(context) {
      const undoes = chosen.map((plugin) => plugin.setup?.(context));
      return () => {
        for (const undo of undoes) undo?.();
      };
    },
  };
}
