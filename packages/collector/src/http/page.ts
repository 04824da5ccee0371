import type { Context } from 'hono';
import { viewCookie } from '../admission/secret.ts';
import type { LiveViewFile } from '../live-view-files.ts';
import type { Settings } from '../options.ts';
import { RefusedError, refuse } from '../refusal.ts';
import { checkAccess, findToken } from './access.ts';
import type { Environment } from './environment.ts';

/** Nothing runs but the files of this server. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The live view, or a page that says how to get to it. A token in the address is moved into a cookie. */
export function servePage(
  context: Context<Environment>,
  settings: Settings,
  files: ReadonlyMap<string, LiveViewFile>,
): Response {
  const { prefix } = settings;
  const url = new URL(context.req.url);
  // Relative addresses of the page begin below it.
  if (prefix !== '' && url.pathname === prefix) {
    return new Response(null, { status: 308, headers: { Location: `${prefix}/${url.search}` } });
  }
  const shown = context.req.query('token');
  const known = shown === undefined ? undefined : findToken(shown, settings.tokens);
  if (known) {
    const { name, value } = viewCookie(known.token);
    const base = settings.publicUrl?.pathname ?? `${prefix}/`;
    const secure = isBehindTls(context, settings) ? '; Secure' : '';
    return new Response(null, {
      status: 303,
      headers: {
        Location: base,
        'Set-Cookie': `${name}=${value}; Path=${base}; HttpOnly; SameSite=Strict${secure}`,
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
      },
    });
  }
  try {
    checkAccess(context, settings, { isPage: true });
    return asset(files.get('index.html'));
  } catch (error) {
    if (error instanceof RefusedError) return asset(files.get('denied.html'), error.status);
    throw error;
  }
}

/** By the address that browsers use, or by what a proxy of one's own says. */
function isBehindTls(context: Context<Environment>, { publicUrl, trustProxy }: Settings): boolean {
  if (publicUrl) return publicUrl.protocol === 'https:';
  return trustProxy > 0 && context.req.header('x-forwarded-proto')?.split(',').at(-1)?.trim() === 'https';
}

/** Files hold no data, so they need no token. */
export function asset(file: LiveViewFile | undefined, status = 200): Response {
  if (!file) throw refuse(404, 'not_found', 'There is no such file.');
  return new Response(file.text, {
    status,
    headers: {
      'Content-Type': `${file.type}; charset=utf-8`,
      'Content-Security-Policy': POLICY,
    },
  });
}

export const privateHeaders = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};
