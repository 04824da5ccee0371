import { readHandOver, writeHandOver } from '@pugmark/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Frame } from '../testing/frame.js';
import { createVisitor, flush, track } from '../testing/visit.js';

type Plugins = 'context' | 'cookie' | 'crossDomain' | 'webView';

/** Starts a tracker with one of the plugins, at an address. */
async function open(
  visitor: ReturnType<typeof createVisitor>,
  plugin: Plugins,
  query = '',
  more: object = {},
) {
  const frame = await visitor.page();
  await frame.run((_, search) => history.replaceState({}, '', `${location.pathname}${search}`), query);
  await frame.run(
    async (load, options, name) => {
      const api = await load();
      const plugins = {
        context: async () =>
          (await load('visitor/context')).context({ firstTouch: true, queryKeys: ['page'] }),
        cookie: async () => (await load('visitor/shared-cookie')).sharedCookie(),
        crossDomain: async () => (await load('visitor/cross-domain')).crossDomain(['shop.example']),
        webView: async () => (await load('visitor/web-view')).webView(),
      };
      api.init({ ...options, plugins: [await plugins[name]()] });
    },
    { ...visitor.options, ...more },
    plugin,
  );
  await track(frame, 'a');
  await flush(frame);
  return frame;
}

const deviceOf = (frame: Frame) => frame.run(async (load) => (await load()).getDeviceId());
const sessionOf = (frame: Frame) => frame.run(async (load) => (await load()).getSessionId());
const addressOf = (frame: Frame) => frame.run(() => location.search + location.hash);

const clearCookies = () => {
  for (const cookie of document.cookie.split('; ')) {
    const [name = ''] = cookie.split('=');
    // biome-ignore lint/suspicious/noDocumentCookie: as a page does.
    if (name.startsWith('pugmark')) document.cookie = `${name}=; Path=/; Max-Age=0`;
  }
};
afterEach(clearCookies);

describe('the context of a page', () => {
  it('has the address without secrets, and what people expect', async () => {
    const visitor = createVisitor();
    const query =
      '?token=secret&page=2&utm_source=s&utm_term=shoes&utm_content=b&gclid=g-1&bd_vid=b-1#access_token=x';
    await open(visitor, 'context', query);
    const [event] = await visitor.collector.events(1);
    expect(event).toMatchObject({ utmSource: 's', utmTerm: 'shoes', utmContent: 'b' });
    expect(event?.properties).toMatchObject({
      pageTitle: 'Test page',
      browserName: 'Chrome',
      browserVersion: expect.stringMatching(/^\d+$/),
      language: navigator.language,
      screenWidth: screen.width,
      viewportWidth: expect.any(Number),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      gclid: 'g-1',
      bdVid: 'b-1',
      firstTouch: { utmSource: 's', gclid: 'g-1', landingPath: '/__pugmark/page' },
    });
    const url = `${event?.properties?.pageUrl}`;
    expect(url).toMatch(/\/__pugmark\/page\?page=2&utm_source=s&utm_term=shoes/);
    expect(JSON.stringify(event?.properties)).not.toMatch(/secret|access_token/);
  });

  it('keeps the first touch and, within the session, the click ids', async () => {
    const visitor = createVisitor();
    const first = await open(visitor, 'context', '?utm_source=one&gclid=g-1');
    await first.run(() => void dispatchEvent(new PageTransitionEvent('pagehide')));
    await open(visitor, 'context', '?utm_source=two');
    const events = await visitor.collector.events(2);
    expect(events[1]).toMatchObject({
      utmSource: 'two',
      properties: { gclid: 'g-1', firstTouch: { utmSource: 'one', gclid: 'g-1' } },
    });
  });

  it('does not change what the event has itself', async () => {
    const visitor = createVisitor();
    const page = await open(visitor, 'context');
    await page.run(async (load) => (await load()).track('b', { pageTitle: 'mine' }));
    await flush(page);
    const [, event] = await visitor.collector.events(2);
    expect(event?.properties?.pageTitle).toBe('mine');
  });
});

describe('a shared cookie', () => {
  const cookieOf = (name: string) =>
    document.cookie
      .split('; ')
      .find((cookie) => cookie.startsWith(`pugmark_device_${name}=`))
      ?.split('=')[1];

  it('holds the device, from which another site of the domain takes it', async () => {
    const visitor = createVisitor();
    const page = await open(visitor, 'cookie');
    const device = await deviceOf(page);
    expect(cookieOf(visitor.name)).toBe(device);
    // Another subdomain has the cookie and an empty localStorage.
    for (const key of Object.keys(localStorage)) if (key.includes(visitor.name)) localStorage.removeItem(key);
    page.remove();
    expect(await deviceOf(await open(visitor, 'cookie'))).toBe(device);
  });

  it('is another after a log-out, and gone when consent is denied', async () => {
    const visitor = createVisitor();
    const page = await open(visitor, 'cookie');
    const before = await deviceOf(page);
    await page.run(async (load) => (await load()).reset());
    expect(cookieOf(visitor.name)).toBe(await deviceOf(page));
    expect(cookieOf(visitor.name)).not.toBe(before);
    await page.run(async (load) => (await load()).setConsent('denied'));
    await expect.poll(() => cookieOf(visitor.name)).toBeUndefined();
  });

  it('takes over the device that was there before it, and no nonsense', async () => {
    const visitor = createVisitor();
    const before = await visitor.visit();
    await track(before, 'x');
    const device = await deviceOf(before);
    before.remove();
    // biome-ignore lint/suspicious/noDocumentCookie: as somebody else would.
    document.cookie = `pugmark_device_${visitor.name}=<b>; Path=/`;
    const page = await open(visitor, 'cookie');
    expect(await deviceOf(page)).toBe(device);
  });

  it('refuses options that make no sense', async () => {
    const { sharedCookie } = await import('./shared-cookie.js');
    for (const bad of [
      { domain: 'com' },
      { domain: 'a b.c' },
      { days: 0 },
      { days: 401 },
      { days: Number.NaN },
    ])
      expect(() => sharedCookie(bad), JSON.stringify(bad)).toThrow(TypeError);
  });
});

describe('a visitor from another site', () => {
  const arrival = { deviceId: 'device-of-shop', sessionId: 'session-of-shop' };
  const text = (binding = navigator.userAgent, now = Date.now()) => writeHandOver(arrival, now, binding);

  it('keeps device and session, and the address loses the parameter', async () => {
    const visitor = createVisitor();
    const page = await open(visitor, 'crossDomain', `?a=1&pugmark=${text()}#top`);
    expect([await deviceOf(page), await sessionOf(page)]).toEqual([arrival.deviceId, arrival.sessionId]);
    expect(await addressOf(page)).toBe('?a=1#top');
    expect(await visitor.collector.events(1)).toMatchObject([arrival]);
    // On the next page too.
    page.remove();
    expect(await deviceOf(await visitor.visit())).toBe(arrival.deviceId);
  });

  it('is somebody else with a parameter that is old, edited, or of another browser', async () => {
    for (const bad of [
      text('another'),
      text(navigator.userAgent, Date.now() - 180_000),
      `${text()}x`,
      'nonsense',
    ]) {
      const page = await open(createVisitor(), 'crossDomain', `?pugmark=${bad}`);
      expect(await deviceOf(page)).not.toBe(arrival.deviceId);
      expect(await addressOf(page)).toBe('');
    }
  });

  it('leaves nothing before consent, and nothing when it is denied', async () => {
    const visitor = createVisitor();
    const page = await open(visitor, 'crossDomain', `?pugmark=${text()}`, { consent: 'pending' });
    expect(visitor.settings()).toEqual([]);
    await page.run(async (load) => (await load()).setConsent('denied'));
    await page.run(async (load) => (await load()).setConsent('granted'));
    expect(await deviceOf(page)).not.toBe(arrival.deviceId);
  });

  it('who has logged in here stays who he is', async () => {
    const visitor = createVisitor();
    const before = await visitor.visit();
    await before.run(async (load) => (await load()).setUser('u-1'));
    await track(before, 'x');
    const device = await deviceOf(before);
    before.remove();
    expect(await deviceOf(await open(visitor, 'crossDomain', `?pugmark=${text()}`))).toBe(device);
  });

  it('is handed over by a click on a link to one of the hosts, and to no other', async () => {
    const visitor = createVisitor();
    const page = await open(visitor, 'crossDomain');
    const hrefs = await page.run(async () => {
      const click = async (href: string, inside = false) => {
        const link = document.createElement('a');
        link.setAttribute('href', href);
        link.innerHTML = '<b>icon</b>';
        document.body.append(link);
        let seen = '';
        // The last to hear of it: what the browser would follow.
        addEventListener(
          'click',
          (event) => {
            event.preventDefault();
            seen = link.href;
          },
          { once: true },
        );
        (inside ? (link.firstChild as HTMLElement) : link).click();
        await new Promise((resolve) => setTimeout(resolve, 5));
        return [seen, link.getAttribute('href')];
      };
      return [
        await click('https://shop.example/a?x=1#y'),
        await click('https://www.shop.example/', true),
        await click('https://notshop.example/'),
        await click('https://shop.example.evil.test/'),
        await click('mailto:a@shop.example'),
        await click('/own'),
      ];
    });
    const [[decorated = '', restored] = [], [below = ''] = [], ...others] = hrefs;
    expect(restored).toBe('https://shop.example/a?x=1#y');
    expect(decorated).toMatch(/^https:\/\/shop\.example\/a\?x=1&pugmark=[^#]+#y$/);
    const carried = new URL(`${decorated}`).searchParams.get('pugmark');
    expect(readHandOver(carried, Date.now(), navigator.userAgent)?.deviceId).toBe(await deviceOf(page));
    expect(below).toContain('pugmark=');
    for (const [seen] of others) expect(seen).not.toContain('pugmark=');
  });

  it('is not handed over without consent', async () => {
    const page = await open(createVisitor(), 'crossDomain', '', { consent: 'denied' });
    const href = await page.run(() => {
      const link = document.createElement('a');
      link.href = 'https://shop.example/';
      document.body.append(link);
      let seen = '';
      addEventListener('click', (event) => {
        event.preventDefault();
        seen = link.href;
      });
      link.click();
      return seen;
    });
    expect(href).toBe('https://shop.example/');
  });
});

describe('a page in a web-view', () => {
  it('takes the visitor over from the mini-program, and hands it back', async () => {
    const visitor = createVisitor();
    const who = { deviceId: 'device-of-app', sessionId: 'session-of-app' };
    const page = await open(visitor, 'webView', `?pugmark=${writeHandOver(who, Date.now())}`);
    expect([await deviceOf(page), await sessionOf(page)]).toEqual([who.deviceId, who.sessionId]);
    const back = await page.run(async (load, options) => {
      const { withVisitor } = await load('visitor/web-view');
      return withVisitor('/pages/order/index?id=1', (await load()).init(options));
    }, visitor.options);
    expect(readHandOver(new URL(back, 'https://x.test').searchParams.get('pugmark'), Date.now())).toEqual(
      who,
    );
  });
});
