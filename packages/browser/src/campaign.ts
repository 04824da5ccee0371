import type { CampaignFacts, Page } from '@pugmark/core';

/** The field is the same name in camelCase. */
const PARAMETERS = ['utm_source', 'utm_medium', 'utm_campaign', 'source', 'campaign', 'invite_token'];

/**
 * Where the visitor came from: campaign parameters, the invitation token of `/t/<token>` or `?invite_token=`, and the
 * referrer when it is another site. The referrer's query stays out: it is that site's, and may hold secrets.
 */
export function campaign(): CampaignFacts {
  const found: Record<string, string> = {};
  // A hash router keeps its query behind the hash.
  const query = new URLSearchParams(`${location.search}&${location.hash.split('?')[1]}`);
  const add = (name: string, value: string | null | undefined) => {
    if (value) found[name.replace(/_(.)/, (_, letter) => letter.toUpperCase())] = value.slice(0, 200);
  };
  for (const name of PARAMETERS) add(name, query.get(name));
  add('inviteToken', /^\/t\/([^/]+)/.exec(location.pathname)?.[1]);
  const [referrer = ''] = document.referrer.split(/[?#]/);
  if (!referrer.startsWith(`${location.origin}/`)) add('referrer', referrer);
  return found;
}

/** The page as the address bar shows it, without any query; the path of a hash router counts. */
export function page(): Page {
  const { pathname, hash } = location;
  return {
    pagePath: hash.startsWith('#/') ? pathname + hash.split('?')[0] : pathname,
    pageTitle: document.title,
    referrer: document.referrer,
  };
}
