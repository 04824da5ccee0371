/**
 * A page's path as events have it, with a slash before it. Taro adds parameters and its own stamps; `app.config` has no
 * slash.
 */
export const cleanPath = (path = ''): string => `/${`${path}`.replace(/^\/|[?#].*/g, '')}`;
