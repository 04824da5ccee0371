import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { isLoopback, type Settings } from '../options.ts';
import { refuse } from '../refusal.ts';
import type { Environment } from './environment.ts';
import { isSameSecret, viewCookie } from './secret.ts';

/** Reading is denied unless the request shows the token, or the view is open and the request is local. */
export function checkAccess(context: Context<Environment>, settings: Settings): void {
  if (showsToken(context, settings.token)) return;
  if (!settings.openView) {
    throw refuse(
      401,
      'token_required',
      'Reading needs the token: open the link that the collector printed, or send Authorization: Bearer <token>.',
      { 'WWW-Authenticate': 'Bearer' },
    );
  }
  checkLocal(context);
  checkSite(context);
}

/** A page of another site may ask, though it cannot read the answer: that alone would take the place of a viewer. */
function checkSite(context: Context<Environment>): void {
  const site = context.req.header('sec-fetch-site');
  // A link of another site to the live view itself is fine: it opens the page, which holds no data.
  if (context.req.path === '/' && context.req.header('sec-fetch-mode') === 'navigate') return;
  if (site !== 'cross-site' && site !== 'same-site') return;
  throw refuse(
    403,
    'site_not_allowed',
    'The open view does not answer pages of other sites: use a token instead.',
  );
}

function showsToken(context: Context<Environment>, token: string): boolean {
  const bearer = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
  if (bearer !== undefined) return isSameSecret(bearer, token);
  const cookie = viewCookie(token);
  const shown = getCookie(context, cookie.name);
  return shown !== undefined && isSameSecret(shown, cookie.value);
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
