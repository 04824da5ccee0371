import { CAMPAIGN_PARAMETERS, type CampaignFacts } from '@pugmark/core';
import { readReferrer } from './page.js';

/** Longest fact, in characters. */
const MAX_LENGTH = 200;

/**
 * Where the visitor came from: campaign parameters, the invitation token of `/t/<token>` or `?invite_token=`, and the
 * referrer when it is another site.
 */
export function campaign(): CampaignFacts {
  const found: Record<string, string> = {};
  const { origin, pathname, search, hash } = location;
  // A hash router keeps its query behind the hash.
  const query = new URLSearchParams(`${search}&${hash.split('?')[1] || ''}`);
  const add = (name: string, value: string | null | undefined) => {
    if (value) found[name.replace(/_(.)/, (_, letter) => letter.toUpperCase())] = value.slice(0, MAX_LENGTH);
  };
  for (const name of CAMPAIGN_PARAMETERS) add(name, query.get(name));
  const [, token] = /^\/t\/([^/]+)/.exec(pathname) || [];
  add('inviteToken', token ? decode(token) : query.get('invite_token'));
  const referrer = readReferrer();
  if (referrer.indexOf(`${origin}/`)) add('referrer', referrer);
  return found;
}

/** `%E5%BC%A0` and `张` are the same token. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
