import type { Context } from 'hono';
import type { LiveViewFile } from '../live-view-files.ts';
import type { Settings } from '../options.ts';
import { RefusedError, refuse } from '../refusal.ts';
import { checkAccess } from './access.ts';
import type { Environment } from './environment.ts';
import { isSameSecret, viewCookie } from './secret.ts';

const POLICY = [
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
  const token = context.req.query('token');
  if (token !== undefined && isSameSecret(token, settings.token)) {
    const { name, value } = viewCookie(settings.token);
    const base = settings.publicUrl?.pathname ?? '/';
    const secure = settings.publicUrl?.protocol === 'https:' ? '; Secure' : '';
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
    checkAccess(context, settings);
    return asset(files.get('index.html'));
  } catch (error) {
    if (error instanceof RefusedError) return asset(files.get('denied.html'), error.status);
    throw error;
  }
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
