import type { CampaignFacts } from '@pugmark/core';
import type { Launch, NativeApi } from './mini-api.js';

/** Query parameters and the field that each becomes. */
const PARAMETERS: Record<string, keyof CampaignFacts> = {
  utm_source: 'utmSource',
  utm_medium: 'utmMedium',
  utm_campaign: 'utmCampaign',
  utm_term: 'utmTerm',
  utm_content: 'utmContent',
  source: 'source',
  campaign: 'campaign',
  invite_token: 'inviteToken',
};

/** Marks of Taro, and of a page that handed its visitor over: they say nothing of the user's way. */
const OURS = /^(\$taroTimestamp|stamp|__key_|pugmark)$/;

/** How the app was opened; empty where the platform does not say. */
export function readLaunch({ getLaunchOptionsSync }: NativeApi): Launch {
  try {
    return getLaunchOptionsSync?.() || {};
  } catch {
    return {};
  }
}

/** Query parameters in which the platforms hand over what a code carries: a whole address, or parameters alone. */
const CODES: Record<string, (text: string) => string> = {
  // The address of a QR code, on WeChat, Douyin, QQ and Kuaishou.
  q: (address) => address,
  // The same on Alipay.
  qrCode: (address) => address,
  // A mini-program code.
  scene: (parameters) => `?${parameters}`,
};

/**
 * The query as texts. Platforms hand values over as they stand in the link, so they are decoded here; what a code carries
 * is added.
 */
export function readQuery({ query }: Launch): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(query || {})) {
    if (!OURS.test(name) && value != null) found[name] = decode(`${value}`).slice(0, 500);
  }
  for (const name of Object.keys(CODES)) {
    const code = found[name];
    if (code) Object.assign(found, parseAddress(CODES[name]?.(code) as string), { [name]: code });
  }
  return found;
}

/** Where the visitor came from: the query, a code, or the mini-program that opened this one. */
export function readCampaign(launch: Launch): CampaignFacts {
  const query = readQuery(launch);
  const facts: CampaignFacts = {};
  for (const [name, field] of Object.entries(PARAMETERS)) {
    if (query[name]) facts[field] = query[name].slice(0, 200);
  }
  if (launch.referrerInfo?.appId) facts.referrer = launch.referrerInfo.appId;
  return facts;
}

function parseAddress(address: string): Record<string, string> {
  const found: Record<string, string> = {};
  const [path = '', search = ''] = address.split('?');
  const token = /^https?:\/\/[^/]+\/t\/([^/#]+)/.exec(path);
  if (token?.[1]) found.invite_token = decode(token[1]);
  for (const pair of search.split('#', 1).join('').split('&')) {
    const at = pair.indexOf('=');
    if (at > 0) found[pair.slice(0, at)] = decode(pair.slice(at + 1)).slice(0, 500);
  }
  return found;
}

/** A text that is not encoded stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
