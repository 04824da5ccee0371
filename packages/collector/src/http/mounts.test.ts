import { describe, expect, it } from 'vitest';
import type { Mount } from '../mount.ts';
import type { Access } from '../roles.ts';
import { refusalOf, serve, TOKEN } from '../testing/serve.ts';

const READER = 'a-token-that-only-reads';
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

function mounted(): { mounts: Mount[]; asked: [string, Access][] } {
  const asked: [string, Access][] = [];
  const answer = async (request: Request, access: Access) => {
    asked.push([`${request.method} ${new URL(request.url).pathname} ${await request.text()}`, access]);
    return new Response('<p>boards</p>', { headers: { 'Content-Type': 'text/html' } });
  };
  return {
    asked,
    mounts: [
      { path: '/boards', fetch: answer },
      { path: '/api/people', role: 'admin', fetch: answer },
    ],
  };
}

describe('a mount', () => {
  it('answers its path and all below, in any method, to whoever may read, and knows who that is', async () => {
    const { mounts, asked } = mounted();
    const { url } = await serve({ mounts, tokens: [{ token: READER, role: 'read', name: 'Ann' }] });
    expect(await (await fetch(`${url}/boards`, { headers: bearer(READER) })).text()).toBe('<p>boards</p>');
    await fetch(`${url}/boards/a/b`, { method: 'POST', body: '{}', headers: bearer(TOKEN) });
    expect(asked).toEqual([
      ['GET /boards ', { role: 'read', name: 'Ann' }],
      ['POST /boards/a/b {}', { role: 'admin' }],
    ]);
  });

  it('is denied without a token, and without the role that it needs', async () => {
    const { mounts, asked } = mounted();
    const { url } = await serve({ mounts, tokens: [{ token: READER, role: 'read' }] });
    expect((await fetch(`${url}/boards`)).status).toBe(401);
    expect((await fetch(`${url}/api/people/1`, { headers: bearer(READER) })).status).toBe(403);
    expect((await fetch(`${url}/boardsandmore`, { headers: bearer(TOKEN) })).status).toBe(404);
    expect(asked).toEqual([]);
    expect((await fetch(`${url}/api/people/1`, { headers: bearer(TOKEN) })).status).toBe(200);
  });

  it('has strict headers unless it sets its own', async () => {
    const { url } = await serve({
      mounts: [
        ...mounted().mounts,
        { path: '/own', fetch: () => new Response('', { headers: { 'Cache-Control': 'max-age=60' } }) },
      ],
    });
    const standard = await fetch(`${url}/boards`, { headers: bearer(TOKEN) });
    expect(standard.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(standard.headers.get('cache-control')).toBe('no-store');
    const own = await fetch(`${url}/own`, { headers: bearer(TOKEN) });
    expect(own.headers.get('cache-control')).toBe('max-age=60');
    expect(own.headers.get('x-frame-options')).toBe('DENY');
  });

  it('that throws costs its own answer and no other', async () => {
    const errors: unknown[] = [];
    const { url, send } = await serve({
      onError: (error) => errors.push(error),
      mounts: [
        {
          path: '/broken',
          fetch() {
            throw new Error('host bug');
          },
        },
      ],
    });
    const broken = await fetch(`${url}/broken`, { headers: bearer(TOKEN) });
    expect(await refusalOf(broken)).toMatchObject({ status: 500, code: 'internal' });
    expect(errors).toEqual([new Error('host bug')]);
    expect((await send({ events: [] })).status).toBe(200);
  });

  it('is open to this machine when the view is, but not to pages of other sites', async () => {
    const { mounts, asked } = mounted();
    const { url, collector } = await serve({ mounts, openView: true, openRole: 'admin' });
    // Past Node's client, which writes some of these headers itself.
    const from = (headers: Record<string, string>, method = 'GET') =>
      collector.fetch(new Request(`${url}/api/people`, { method, headers }));
    expect((await from({})).status).toBe(200);
    expect((await from({ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' })).status).toBe(200);
    expect((await from({ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }, 'POST')).status).toBe(
      403,
    );
    expect(
      (await from({ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' }, 'POST')).status,
    ).toBe(403);
    expect((await from({ Origin: 'https://evil.example' }, 'POST')).status).toBe(403);
    expect(asked).toHaveLength(2);
  });

  it('has a path that makes sense, and a role that there is', async () => {
    for (const path of ['boards', '/', '', '/a b', '/a/', '/:id', '/*']) {
      const mount = { path, fetch: () => new Response() };
      await expect(serve({ mounts: [mount] })).rejects.toThrow('path of a mount');
    }
    const role = 'owner' as 'read';
    await expect(serve({ tokens: [{ token: 'long-enough', role }] })).rejects.toThrow('role must be');
  });
});
