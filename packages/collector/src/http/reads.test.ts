import { request } from 'node:http';
import type { StoredEvent } from '@pugmark/store';
import { describe, expect, it } from 'vitest';
import { wireEvent } from '../testing/samples.ts';
import { refusalOf, serve, TOKEN } from '../testing/serve.ts';

const READS = ['/streams', '/api/events', '/api/counts', '/api/live'];

/** Like fetch, which does not let one set the Host header. */
function get(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('who may read', () => {
  it.each(READS)('%s needs the token', async (path) => {
    const { url } = await serve();
    expect(await refusalOf(await fetch(url + path))).toMatchObject({ status: 401, code: 'token_required' });
    const wrong = await fetch(url + path, { headers: { Authorization: 'Bearer not-the-token' } });
    expect(wrong.status).toBe(401);
    expect((await fetch(`${url + path}?token=${TOKEN}`)).status).toBe(401);
  });

  it('shows the page only after the link with the token was opened', async () => {
    const { url, collector } = await serve();
    const denied = await fetch(url);
    expect(denied.status).toBe(401);
    expect(await denied.text()).toContain('This view needs its link');

    const opened = await fetch(collector.viewUrl, { redirect: 'manual' });
    expect(opened.status).toBe(303);
    expect(opened.headers.get('location')).toBe('/');
    const cookie = opened.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(TOKEN);

    const Cookie = cookie.split(';')[0] ?? '';
    const page = await fetch(url, { headers: { Cookie } });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect((await fetch(`${url}/api/counts`, { headers: { Cookie } })).status).toBe(200);
    expect((await fetch(`${url}/api/counts`, { headers: { Cookie: `${Cookie}0` } })).status).toBe(401);
  });

  it('makes a random token when none is given', async () => {
    const { createCollector } = await import('../collector.ts');
    const { createMemoryStore } = await import('@pugmark/store');
    const links = await Promise.all(
      [1, 2].map(async () => (await createCollector({ store: createMemoryStore() })).viewUrl),
    );
    expect(links[0]).toMatch(/^http:\/\/127\.0\.0\.1:8787\/\?token=[\w-]{32}$/);
    expect(links[0]).not.toBe(links[1]);
  });

  it('needs no token for sending, health and the files of the page, which hold no data', async () => {
    const { url, send } = await serve();
    expect((await send({ events: [] })).status).toBe(200);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    const script = await fetch(`${url}/live-view/view.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const missing = await fetch(`${url}/live-view/..%2foptions.ts`);
    expect(missing.status).toBe(404);
    expect(missing.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await fetch(`${url}/nowhere`)).headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('the open view', () => {
  it('lets this machine read without a token', async () => {
    const { url, collector } = await serve({ openView: true });
    expect((await fetch(`${url}/streams`)).status).toBe(200);
    expect(collector.viewUrl).toBe(`${url}/`);
    expect((await fetch(url)).status).toBe(200);
  });

  it('is closed to names that were made to point here (DNS rebinding), and to proxies', async () => {
    const { url } = await serve({ openView: true });
    expect(await get(`${url}/streams`, { Host: 'localhost:8787' })).toBe(200);
    expect(await get(`${url}/streams`, { Host: 'evil.example' })).toBe(403);
    expect(await get(`${url}/`, { Host: 'evil.example:8787' })).toBe(403);
    expect(await get(`${url}/streams`, { 'X-Forwarded-For': '1.2.3.4' })).toBe(403);
    expect(await get(`${url}/streams`, { Forwarded: 'for=1.2.3.4' })).toBe(403);
    const withToken = { Host: 'pugmark.example', Authorization: `Bearer ${TOKEN}` };
    expect(await get(`${url}/streams`, withToken)).toBe(200);
  });
});

describe('watching', () => {
  it('takes no place for what nobody reads: HEAD, and pages of other sites', async () => {
    const { url } = await serve({ openView: true });
    for (let i = 0; i < 60; i++) {
      const head = await fetch(`${url}/api/live`, { method: 'HEAD' });
      expect(head.headers.get('content-type')).toContain('text/event-stream');
    }
    for (const site of ['cross-site', 'same-site']) {
      expect(await get(`${url}/api/live`, { 'Sec-Fetch-Site': site })).toBe(403);
      expect(await get(`${url}/api/live`, { 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': 'navigate' })).toBe(
        403,
      );
      expect(await get(`${url}/streams`, { 'Sec-Fetch-Site': site })).toBe(403);
      // A link to the page itself works.
      expect(await get(`${url}/`, { 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': 'navigate' })).toBe(200);
    }
    const live = await fetch(`${url}/api/live`, { headers: { 'Sec-Fetch-Site': 'same-origin' } });
    expect(live.status).toBe(200);
    await live.body?.cancel();
  });
});

describe('behind a proxy with a path and TLS', () => {
  it('links, redirects and sets its cookie where browsers see it', async () => {
    const { url, collector } = await serve({ publicUrl: 'https://shop.example/collect' });
    expect(collector.viewUrl).toBe(`https://shop.example/collect/?token=${TOKEN}`);
    const opened = await fetch(`${url}/?token=${TOKEN}`, { redirect: 'manual' });
    expect(opened.headers.get('location')).toBe('/collect/');
    expect(opened.headers.get('set-cookie')).toMatch(
      /; Path=\/collect\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    const Cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await (await fetch(url, { headers: { Cookie } })).text();
    // Nothing on it begins at the root of the site.
    expect(page).not.toMatch(/(href|src)="\//);
  });

  it('refuses an address that is none', async () => {
    await expect(serve({ publicUrl: 'shop.example' })).rejects.toThrow('publicUrl must begin with http');
  });
});

describe('health', () => {
  it('says that it is ready, and that it is not while it stops', async () => {
    const { collector } = await serve();
    const health = () => collector.fetch(new Request('http://host/health'));
    expect(await (await health()).json()).toEqual({ status: 'ok', live: true, ready: true });
    await collector.close();
    expect((await health()).status).toBe(503);
  });
});

describe('reading', () => {
  it.each([
    ['/api/events?colour=red', 'unknown_parameter'],
    ['/api/counts?name=x', 'unknown_parameter'],
    ['/streams?offset=1', 'unknown_parameter'],
    ['/api/events?name=a&name=b', 'invalid_parameter'],
    ['/api/events?name=%00', 'invalid_parameter'],
    ['/api/events?before=yesterday', 'invalid_before'],
    ['/api/events?limit=0x10', 'invalid_limit'],
    ['/api/events?limit=1e2', 'invalid_limit'],
    ['/api/counts?offset=-1', 'invalid_offset'],
  ])('refuses %s and says what is wrong', async (path, code) => {
    const { url } = await serve();
    const response = await fetch(url + path, { headers: { Authorization: `Bearer ${TOKEN}` } });
    expect(await refusalOf(response)).toMatchObject({ status: 400, code });
  });

  it('filters by platform and text, and pages back', async () => {
    const { send, read } = await serve();
    const events = ['h5', 'miniapp', 'h5'].map((platform, i) =>
      wireEvent({ platform, properties: { title: `Page ${i}` } }),
    );
    await send({ events });
    const idsOf = async (query: string) =>
      (await read<{ events: StoredEvent[] }>(`/api/events?${query}`)).events.map(({ eventId }) => eventId);
    expect(await idsOf('platform=miniapp')).toEqual([events[1]?.eventId]);
    expect(await idsOf('q=page%202')).toEqual([events[2]?.eventId]);
    expect(await idsOf(`before=${events[2]?.eventId}`)).toEqual([events[1]?.eventId, events[0]?.eventId]);
  });

  it('sums over all names, also those that it does not list', async () => {
    const { send, read } = await serve();
    await send({ events: Array.from({ length: 201 }, (_, i) => wireEvent({ eventName: `name_${i}` })) });
    type Counts = { total: number; names: number; minutes: number[]; events: unknown[] };
    const counts = await read<Counts>('/api/counts?limit=50');
    // The last is counted as "other": there are too many new names in one minute.
    expect(counts).toMatchObject({ total: 201, names: 201 });
    expect(counts.events).toHaveLength(50);
    expect(counts.minutes.reduce((sum, count) => sum + count, 0)).toBe(201);
    expect((await read<Counts>('/api/counts?offset=200')).events).toHaveLength(1);
  });

  it('filters events and bounds how many come', async () => {
    const { send, read, url } = await serve();
    await send({ events: [wireEvent({ deviceId: 'a' }), wireEvent({ deviceId: 'b' }), wireEvent()] });
    const { events } = await read<{ events: StoredEvent[] }>('/api/events?device=b');
    expect(events.map(({ deviceId }) => deviceId)).toEqual(['b']);
    expect((await read<{ events: unknown[] }>('/api/events?limit=2')).events).toHaveLength(2);
    const response = await fetch(`${url}/api/events?limit=9999`, {
      headers: { Authorization: `Bearer ${TOKEN}` },
    });
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'invalid_limit' });
  });

  it('counts each name by minute, the running minute last', async () => {
    let now = 1_800_000_000_000;
    const { send, read } = await serve({ now: () => now });
    await send({ events: [wireEvent()] });
    now += 60_000;
    await send({ events: [wireEvent(), wireEvent(), wireEvent({ eventName: 'NOT VALID' })] });
    const counts = await read<{
      total: number;
      sinceStart: object;
      events: { eventName: string; total: number; minutes: number[] }[];
    }>('/api/counts');
    expect(counts).toMatchObject({ total: 3, sinceStart: { batches: 2, accepted: 3, rejected: 1 } });
    expect(counts.events[0]?.minutes.slice(-3)).toEqual([0, 1, 2]);
    expect(counts.events[0]?.minutes).toHaveLength(30);
  });

  it('shows an event live, once, the moment it is stored', async () => {
    const { send, url } = await serve();
    const live = await fetch(`${url}/api/live`, { headers: { Authorization: `Bearer ${TOKEN}` } });
    expect(live.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const reader = live.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const readUntil = async (pattern: RegExp) => {
      while (!pattern.test(text)) {
        const { value, done } = (await reader?.read()) ?? { done: true };
        if (done) throw new Error(`The stream ended: ${text}`);
        text += value;
      }
      return pattern.exec(text)?.[1] ?? '';
    };
    await readUntil(/event: ready/);
    const event = wireEvent({ properties: { title: '你好' } });
    await send({ events: [event] });
    await send({ events: [event, wireEvent({ eventName: 'search' })] });
    const shown: StoredEvent[] = [];
    while (shown.length < 2) {
      const json = await readUntil(/event: events\ndata: (.*)\n\n/);
      shown.push(...(JSON.parse(json) as StoredEvent[]));
      text = text.replace(/event: events\ndata: .*\n\n/, '');
    }
    expect(shown.map(({ eventName }) => eventName)).toEqual(['page_view', 'search']);
    expect(shown[0]).toMatchObject({ eventId: event.eventId, properties: { title: '你好' } });
    await reader?.cancel();
  });
});

describe('looking for events', () => {
  it('narrows by session, stream, property and what the plan found wrong', async () => {
    const { read, send, url } = await serve();
    await send({
      events: [
        wireEvent({ sessionId: 's1', streamId: 't1', properties: { price: 7, ok: true } }),
        wireEvent({ sessionId: 's2', properties: { price: '7', formula: 'a=b' } }),
      ],
    });
    const sessions = async (query: string) =>
      (await read<{ events: StoredEvent[] }>(`/api/events?${query}`)).events.map(
        ({ sessionId }) => sessionId,
      );
    expect(await sessions('session=s1')).toEqual(['s1']);
    expect(await sessions('stream=t1')).toEqual(['s1']);
    expect(await sessions('property=price')).toEqual(['s2', 's1']);
    // An address has no types.
    expect(await sessions('property=price%3D7')).toEqual(['s2', 's1']);
    expect(await sessions('property=ok%3Dtrue')).toEqual(['s1']);
    expect(await sessions('property=formula%3Da%3Db')).toEqual(['s2']);
    expect(await sessions('faulty=true')).toEqual([]);
    const denied = await fetch(`${url}/api/events?faulty=yes`, {
      headers: { Authorization: `Bearer ${TOKEN}` },
    });
    expect(await refusalOf(denied)).toMatchObject({ status: 400, code: 'invalid_faulty' });
  });
});
