import type { CampaignFacts, Page } from '@pugmark/core';

const PARAMETERS: [field: keyof CampaignFacts, parameter: RegExp][] = [
  ['utmSource', /^utm_source$/],
  ['utmMedium', /^utm_medium$/],
  ['utmCampaign', /^utm_campaign$/],
  ['source', /^source$/],
  ['campaign', /^campaign$/],
  ['inviteToken', /^invite(_?token)?$/i],
];

/**
 * Where the visitor came from: campaign parameters, the invitation token of `/t/<token>` or `?invite=`, and the
 * referrer when it is another site. The referrer's query stays out: it is that site's, and may hold secrets.
 */
export function campaign(): CampaignFacts {
  const found: CampaignFacts = {};
  new URLSearchParams(location.search).forEach((value, name) => {
    for (const [field, parameter] of PARAMETERS)
      if (value && parameter.test(name)) found[field] = value.slice(0, 200);
  });
  const token = /^\/t\/([^/]+)/.exec(location.pathname)?.[1];
  if (token) found.inviteToken = token.slice(0, 200);
  const [referrer = ''] = document.referrer.split(/[?#]/);
  if (referrer && !referrer.startsWith(location.origin)) found.referrer = referrer;
  return found;
}

/** The page as the address bar shows it; the path of a hash router counts. */
export function page(): Page {
  const { pathname, hash } = location;
  return {
    pagePath: hash.startsWith('#/') ? pathname + hash : pathname,
    pageTitle: document.title,
    referrer: document.referrer,
  };
}
