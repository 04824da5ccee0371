import type { Launch } from '../mini-api.js';

/** The address that the page was opened with; with a hash router the path and the query are behind the hash. */
export function readLaunch(): Launch {
  const { pathname, search, hash } = location;
  const [path = '', hashSearch = ''] = hash.startsWith('#/') ? hash.slice(1).split('?') : [pathname];
  const query: Record<string, string> = {};
  for (const text of [search, hashSearch]) {
    new URLSearchParams(text).forEach((value, name) => {
      query[name] = value;
    });
  }
  return { path, query };
}
