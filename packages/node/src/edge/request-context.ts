import type { RequestContext } from '../context/context.js';
import { pageOf } from '../context/page.js';

/**
 * The device and the session of the page that asks, as its headers, else its cookie, tell them.
 *
 * @example
 * ```ts
 * const tracker = createTracker({ apiUrl }, { ...contextOf(request), userId });
 * ```
 */
export const contextOf = ({ headers }: Pick<Request, 'headers'>): RequestContext =>
  pageOf((name) => headers.get(name));
