import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import type { LaunchOptions, MiniApp } from '@pugmark/miniapp-runtime';
import { describe, expect, it } from 'vitest';
import { createPhone, onPage, type Phone, walk } from './testing/launch.js';
import { type Server, startServer } from './testing/server.js';

type Listener = (detail: unknown) => void;

/** The clinic's own options, as its `ext.json` has them, and what the platform would tell the app. */
function open(phone: Phone, tracking: object, options: Partial<LaunchOptions> = {}) {
  const listeners: Record<string, Listener> = {};
  const app = phone.launch({
    ...options,
    before(globals) {
      const wx = globals.wx as Record<string, unknown>;
      // Made by the app's own engine, as on a phone.
      const parse = vm.runInContext('JSON.parse', globals) as typeof JSON.parse;
      wx.getExtConfigSync = () => parse(JSON.stringify({ tracking }));
      for (const name of ['onError', 'onUnhandledRejection']) {
        wx[name] = (listener: Listener) => {
          listeners[name] = listener;
        };
      }
    },
  });
  return { app, tell: (name: string, detail: unknown) => listeners[name]?.(detail) };
}

async function end(app: MiniApp, server: Server) {
  app.hide();
  await app.until(() => app.requests() === 0);
  expect(app.errors).toEqual([]);
  const events = await server.events();
  const of = (name: string) => events.filter(({ eventName }) => eventName === name);
  return { events, of };
}

describe('captures', () => {
  const captures: [option: string, names: string[]][] = [
    ['captureApp', ['app_launch', 'app_show', 'app_hide']],
    ['captureShares', ['share_action']],
    ['captureClicks', ['button_click']],
    ['captureNetwork', ['network_change']],
    ['captureErrors', ['error_occurred']],
  ];
  for (const [option, names] of captures) {
    it(`are switched off by ${option}, and the others stay`, async () => {
      const server = await startServer();
      const { app, tell } = open(createPhone(server), { [option]: false });
      await walk(app);
      app.setOnline(false);
      app.setOnline(true);
      tell('onError', 'boom');
      const { of } = await end(app, server);
      for (const [, others] of captures) {
        for (const name of others) expect(of(name).length > 0, name).toBe(!names.includes(name));
      }
      expect(of('page_view')).toHaveLength(4);
    });
  }

  it('leave pages alone without capturePages, but for one that tracks itself', async () => {
    const server = await startServer();
    const { app } = open(createPhone(server), { capturePages: false });
    await walk(app);
    const { of } = await end(app, server);
    for (const name of ['page_view', 'page_leave']) {
      expect(of(name).map(({ properties }) => [properties.pagePath, properties.escortId])).toEqual([
        ['/pages/order/index', 'e-1'],
      ]);
    }
  });

  it('leave out pages that are excluded, with their clicks', async () => {
    const server = await startServer();
    const { app } = open(createPhone(server), { excludePages: ['/pages/search/index'] });
    await walk(app);
    const { events } = await end(app, server);
    expect(events.filter(({ properties }) => properties.pagePath === '/pages/search/index')).toEqual([]);
    const order = events.find(({ properties }) => properties.pagePath === '/pages/order/index');
    expect(order?.properties.referrer).toBe('/pages/search/index');
  });

  it('name pages as pageTitles says', async () => {
    const server = await startServer();
    const { app } = open(createPhone(server), { pageTitles: { '/pages/search/index': 'Search' } });
    await walk(app);
    const { of } = await end(app, server);
    expect(of('page_view').map(({ properties }) => properties.pageTitle)).toEqual([
      '首页',
      'Search',
      '确认订单',
      '订单完成',
    ]);
  });

  it('tell errors and rejections that nobody handled, and where they happened', async () => {
    const server = await startServer();
    const { app, tell } = open(createPhone(server), {});
    tell('onError', 'TypeError: x is undefined\n    at order (app.js:1)');
    tell('onUnhandledRejection', { reason: new Error('no answer') });
    const { of } = await end(app, server);
    expect(of('error_occurred').map(({ properties }) => properties)).toEqual([
      {
        errorType: 'script',
        errorMessage: 'TypeError: x is undefined',
        errorStack: 'at order (app.js:1)',
        pagePath: '/pages/home/index',
      },
      {
        errorType: 'rejection',
        errorMessage: 'no answer',
        errorStack: expect.stringMatching(/^at /),
        pagePath: '/pages/home/index',
      },
    ]);
  });

  it('tell a page that is shared to the timeline', async () => {
    const server = await startServer();
    const { app } = open(createPhone(server), {});
    const page = app.page() as unknown as { onShareTimeline(): object };
    await onPage(app, 'home');
    expect(page.onShareTimeline()).toMatchObject({ title: '看病，有人陪' });
    const { of } = await end(app, server);
    expect(of('share_action').map(({ properties }) => properties)).toEqual([
      { pagePath: '/pages/home/index', shareType: 'timeline', shareTitle: '看病，有人陪' },
    ]);
  });
});

describe('pages that track themselves', () => {
  it('are viewed and left with their own properties, each time', async () => {
    const server = await startServer();
    const { app } = open(createPhone(server), {});
    await walk(app);
    const { events } = await end(app, server);
    const order = events.filter(({ properties }) => properties.pagePath === '/pages/order/index');
    expect(order.map(({ eventName }) => eventName)).toEqual([
      'page_view',
      'button_click',
      'button_click',
      'page_leave',
    ]);
    expect(order[0]?.properties).toMatchObject({
      escortId: 'e-1',
      pageTitle: '确认订单',
      referrer: '/pages/search/index',
      isFirstSession: true,
    });
    expect(order.at(-1)?.properties).toMatchObject({ escortId: 'e-1', duration: expect.any(Number) });
  });

  it('track with their own path through useTrack', async () => {
    const server = await startServer();
    const { app } = open(createPhone(server), {});
    await app.tap('to-escort');
    await onPage(app, 'escort');
    await app.tap('grab');
    const { of } = await end(app, server);
    expect(of('order_grab').map(({ properties }) => properties.pagePath)).toEqual(['/pages/escort/index']);
  });
});

it("counts no new user in WeChat's single-page mode, whose storage is not the app's", async () => {
  const server = await startServer();
  const { app } = open(createPhone(server), {}, { scene: 1154 });
  await onPage(app, 'home');
  const { events, of } = await end(app, server);
  expect(of('app_launch')[0]?.properties).toMatchObject({ scene: '1154', isFirstSession: false });
  expect(of('page_view')[0]?.properties.isFirstSession).toBe(false);
  expect(events.every(({ properties }) => properties.isSinglePage === true)).toBe(true);
});

describe('before the user agrees', () => {
  const stored = (phone: Phone) => {
    try {
      return Object.keys(JSON.parse(readFileSync(phone.storageFile, 'utf8')));
    } catch {
      return [];
    }
  };

  it('nothing is sent or kept, and a refusal erases what waits, for good', async () => {
    const server = await startServer();
    const phone = createPhone(server);
    const { app } = open(phone, { consent: 'pending' });
    await walk(app);
    app.hide();
    app.show();
    expect(stored(phone)).toEqual([]);
    app.kill();

    const { app: again } = open(phone, { consent: 'pending' });
    await again.tap('decline');
    await again.tap('claim');
    again.hide();
    again.kill();
    const { app: later } = open(phone, { consent: 'pending' });
    await later.tap('claim');
    later.hide();
    expect(server.count()).toBe(0);
    expect(await server.events()).toEqual([]);
    const [settings = ''] = Object.values(JSON.parse(readFileSync(phone.storageFile, 'utf8')));
    expect(`${settings}`).toContain('denied');
    expect(`${settings}`).not.toContain('device');
  });

  it('nothing is sent, and all that waited is when the user agrees', async () => {
    const server = await startServer();
    const phone = createPhone(server);
    const { app } = open(phone, { consent: 'pending' });
    await app.tap('claim');
    expect(server.count()).toBe(0);
    await app.tap('agree');
    const { events } = await end(app, server);
    expect(events.map(({ eventName }) => eventName)).toEqual([
      'app_launch',
      'app_show',
      'page_view',
      'button_click',
      'coupon_claimed',
      'button_click',
      'page_leave',
      'app_hide',
    ]);
    app.kill();
    // The decision is remembered: the next launch sends at once.
    const { app: next } = open(phone, { consent: 'pending' });
    await next.tap('claim');
    await end(next, server);
    expect((await server.events()).filter(({ eventName }) => eventName === 'app_launch')).toHaveLength(2);
  });
});

it('keeps what is tracked while the address leads nowhere, and sends it once it does', async () => {
  const server = await startServer();
  const hosts = { 'https://collect.example.com': 'http://127.0.0.1:1' };
  const { app } = open(createPhone(server), {}, { network: { isOnline: true, hosts } });
  await walk(app);
  app.hide();
  await app.until(() => app.requests() === 0);
  expect(server.count()).toBe(0);
  hosts['https://collect.example.com'] = server.url;
  app.show();
  await server.until((events, lost) => !lost && events.some(({ eventName }) => eventName === 'order_paid'));
  const events = await server.events();
  expect(events.filter(({ eventName }) => eventName === 'order_paid')).toHaveLength(1);
  expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
});
