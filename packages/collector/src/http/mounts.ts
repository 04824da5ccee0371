import type { Context, Hono } from 'hono';
import type { Settings } from '../options.ts';
import { checkAccess } from './access.ts';
import type { Environment } from './environment.ts';
import { POLICY, privateHeaders } from './page.ts';

/** What hosts have mounted, after all paths of the collector itself. */
export function addMounts(app: Hono<Environment>, settings: Settings): void {
  for (const mount of settings.mounts) {
    const answer = async (context: Context<Environment>) => {
      const access = checkAccess(context, settings, { role: mount.role ?? 'read', isPage: true });
      return withDefaults(await mount.fetch(below(settings.prefix, context.req.raw), access));
    };
    app.all(mount.path, answer);
    app.all(`${mount.path}/*`, answer);
  }
}

/** A mount knows its own path, and not under which prefix the collector lies. */
function below(prefix: string, request: Request): Request {
  if (prefix === '') return request;
  const url = new URL(request.url);
  url.pathname = url.pathname.slice(prefix.length);
  return new Request(url, request);
}

/** As strict as the collector's own pages, where the mount does not say otherwise. */
function withDefaults(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries({ ...privateHeaders, 'Content-Security-Policy': POLICY })) {
    if (!headers.has(name)) headers.set(name, value);
  }
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers });
}
