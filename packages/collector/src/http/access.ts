import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { isSameSecret, viewCookie } from '../admission/secret.ts';
import { isLoopback, type Settings } from '../options.ts';
import { refuse } from '../refusal.ts';
import { type Access, type AccessToken, mayAct, type Role } from '../roles.ts';
import type { Environment } from './environment.ts';

export interface Needed {
  /** Default `read`. */
  role?: Role;
  /** Whether a link of another site may open it. */
  isPage?: boolean;
}

/**
 * Reading is denied unless the request shows a token whose role suffices, or the view is open and the request is local.
 * Returns who asks.
 */
export function checkAccess(
  context: Context<Environment>,
  settings: Settings,
  { role = 'read', isPage = false }: Needed = {},
): Access {
  const access = accessOf(context, settings, isPage);
  if (mayAct(access.role, role)) return access;
  throw refuse(403, 'role_not_allowed', 'This token may only read: use the token of an admin.');
}

function accessOf(context: Context<Environment>, settings: Settings, isPage: boolean): Access {
  const shown = findShown(context, settings.tokens);
  if (shown) return { role: shown.role, ...(shown.name === undefined ? {} : { name: shown.name }) };
  if (!settings.openView) {
    throw refuse(
      401,
      'token_required',
      'Reading needs the token: open the link that the collector printed, or send Authorization: Bearer <token>.',
      { 'WWW-Authenticate': 'Bearer' },
    );
  }
  checkLocal(context);
  checkSite(context, isPage);
  return { role: settings.openRole };
}

/** Another site's page may ask, though it cannot read the answer: that alone would take a viewer's place, or change something. */
function checkSite(context: Context<Environment>, isPage: boolean): void {
  const site = context.req.header('sec-fetch-site');
  // A link of another site to a page is fine: that site cannot see what it opens.
  const isLink = context.req.method === 'GET' && context.req.header('sec-fetch-mode') === 'navigate';
  if (isPage && isLink) return;
  const origin = context.req.header('origin');
  const isForeign = origin !== undefined && origin !== new URL(context.req.url).origin;
  if (site !== 'cross-site' && site !== 'same-site' && !isForeign) return;
  throw refuse(
    403,
    'site_not_allowed',
    'The open view does not answer pages of other sites: use a token instead.',
  );
}

/** Looks at every token, whichever is shown. */
function findShown(context: Context<Environment>, tokens: readonly AccessToken[]): AccessToken | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
  const isShown = ({ token }: AccessToken): boolean => {
    if (bearer !== undefined) return isSameSecret(bearer, token);
    const cookie = viewCookie(token);
    const value = getCookie(context, cookie.name);
    return value !== undefined && isSameSecret(value, cookie.value);
  };
  return tokens.filter(isShown).at(0);
}

/** The token that an address names: the link to the live view. */
export function findToken(text: string, tokens: readonly AccessToken[]): AccessToken | undefined {
  return tokens.filter(({ token }) => isSameSecret(text, token)).at(0);
}

/**
 * An open view trusts that only this machine can connect. A foreign Host means a page that made its own name
 * point here (DNS rebinding); a forwarding header means a proxy that lets others in.
 */
function checkLocal(context: Context<Environment>): void {
  const host = context.req.header('host') ?? new URL(context.req.url).host;
  if (!isLoopback(host.replace(/:[0-9]+$/, ''))) {
    throw refuse(403, 'host_not_allowed', 'The open view answers only to localhost: use a token instead.');
  }
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];
  if (forwarded.some((name) => context.req.header(name) !== undefined)) {
    throw refuse(403, 'proxied', 'The open view does not answer through a proxy: use a token instead.');
  }
}
