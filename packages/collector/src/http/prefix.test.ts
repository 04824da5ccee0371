import { expect, it } from 'vitest';
import { wireEvent } from '../testing/samples.ts';
import { serve, TOKEN } from '../testing/serve.ts';

it('has all routes under the prefix, and none beside it', async () => {
  const { url, send, read, collector } = await serve({ prefix: '/t/events' });
  const { origin } = new URL(url);
  expect(url).toBe(`${origin}/t/events`);
  expect((await send({ events: [wireEvent()] })).status).toBe(200);
  expect(await read('/api/events')).toMatchObject({ events: [{ eventName: 'page_view' }] });
  expect((await fetch(`${url}/health`)).status).toBe(200);
  expect((await fetch(`${url}/live-view/view.js`)).status).toBe(200);
  for (const path of ['/health', '/', '/t', '/t/events2/health', '/t/eventshealth']) {
    expect((await fetch(origin + path)).status, path).toBe(404);
  }

  const opened = await fetch(collector.viewUrl, { redirect: 'manual' });
  expect(opened.headers.get('location')).toBe('/t/events/');
  expect(opened.headers.get('set-cookie')).toContain('; Path=/t/events/;');
  // Without the slash the page would look for its files one level too high.
  const bare = await fetch(`${url}?token=${TOKEN}`, { redirect: 'manual' });
  expect([bare.status, bare.headers.get('location')]).toEqual([308, `/t/events/?token=${TOKEN}`]);
});

it('gives mounts their own paths', async () => {
  const { url } = await serve({
    prefix: '/t',
    mounts: [{ path: '/boards', fetch: async (request) => new Response(new URL(request.url).pathname) }],
  });
  const headers = { Authorization: `Bearer ${TOKEN}` };
  expect(await (await fetch(`${url}/boards/one`, { headers })).text()).toBe('/boards/one');
});

it('refuses a prefix that is no path', async () => {
  await expect(serve({ prefix: 't/' })).rejects.toThrow('prefix must be like /t');
});
