import { describe, expect, it } from 'vitest';
import { createPhone, onPage, PLATFORMS, walk } from './testing/launch.js';
import { wrapPage } from './testing/other-sdk.js';
import { type Server, startServer, type Trouble } from './testing/server.js';

const paid = ({ eventName }: { eventName: string }) => eventName === 'order_paid';

/** Everything is there, once, with no hole. */
async function expectWhole(server: Server): Promise<void> {
  const events = await server.events();
  expect(events.filter(paid)).toHaveLength(1);
  expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
  expect(new Set(events.map(({ deviceId }) => deviceId)).size).toBe(1);
  expect(await server.lost()).toBe(0);
}

describe.each(PLATFORMS)('nothing is lost on %s', (platform) => {
  for (const trouble of [500, 503, 429, 'lose-answer'] as Trouble[]) {
    it(`while the server answers ${trouble}`, async () => {
      const server = await startServer();
      server.trouble = trouble;
      const app = createPhone(server, platform).launch();
      await walk(app);
      app.hide();
      await server.requests(1);
      await app.until(() => app.requests() === 0);
      server.trouble = undefined;
      app.show();
      await server.until((events, lost) => !lost && events.some(paid));
      await expectWhole(server);
      expect(app.errors).toEqual([]);
    });
  }

  it('when the server hangs, the app is frozen in mid-request, killed, and started again', async () => {
    const server = await startServer();
    server.trouble = 'hang';
    const phone = createPhone(server, platform);
    const app = phone.launch();
    await walk(app);
    app.hide();
    await server.requests(1);
    app.freeze();
    app.kill();
    server.trouble = undefined;
    phone.launch();
    await server.until((events, lost) => !lost && events.some(paid));
    await expectWhole(server);
  });

  it('when the app is killed the moment after it was hidden', async () => {
    const server = await startServer();
    const phone = createPhone(server, platform);
    const app = phone.launch();
    app.setOnline(false);
    await walk(app);
    app.hide();
    app.kill();
    phone.launch();
    const events = await server.until((events) => events.some(({ eventName }) => eventName === 'app_hide'));
    expect(events.filter(paid)).toHaveLength(1);
    await expectWhole(server);
  });

  it('while the phone is offline, and the events come when it is back', async () => {
    const server = await startServer();
    const app = createPhone(server, platform).launch();
    app.setOnline(false);
    await walk(app);
    app.setOnline(true);
    const events = await server.until((events, lost) => !lost && events.some(paid));
    expect(events.map(({ eventName }) => eventName)).toContain('network_change');
    await expectWhole(server);
  });

  it('when the domain is not configured: the app is told what to do, once, and the events wait', async () => {
    const server = await startServer();
    const phone = createPhone(server, platform);
    const hosts = { 'https://collect.example.com': server.url };
    const app = phone.launch({ network: { isOnline: true, hosts, domains: ['https://api.example.com'] } });
    await walk(app);
    app.hide();
    await app.until(() => app.requests() === 0);
    app.show();
    await app.until(() => app.requests() === 0);
    const told = app.warnings.filter((warning) => warning.includes('domain list'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('https://collect.example.com');
    app.hide();
    app.kill();
    expect(server.count()).toBe(0);
    phone.launch();
    await server.until((events, lost) => !lost && events.some(paid));
    await expectWhole(server);
  });
});

describe.each(PLATFORMS)('beside the captures on %s', (platform) => {
  for (const when of ['before', 'afterApp'] as const) {
    it(`works another SDK that wraps Page, ${when === 'before' ? 'before' : 'after'} ours`, async () => {
      const server = await startServer();
      const seen: string[] = [];
      const app = createPhone(server, platform).launch({ [when]: wrapPage(seen) });
      await walk(app);
      expect(seen).toEqual(['home', 'search', 'order', 'done'].map((name) => `pages/${name}/index`));
      app.hide();
      const events = await server.until((events) => events.some(({ eventName }) => eventName === 'app_hide'));
      expect(events.filter(({ eventName }) => eventName === 'page_view')).toHaveLength(4);
      expect(app.errors).toEqual([]);
    });
  }

  it("works the page's own share handler and show handler", async () => {
    const server = await startServer();
    const app = createPhone(server, platform).launch();
    await onPage(app, 'home');
    expect(app.share()).toEqual({ title: '请人陪诊', path: '/pages/home/index?source=share' });
    await app.tap('to-escort');
    await onPage(app, 'escort');
    await app.until(() => app.texts().includes('已刷新 1 次'));
    app.hide();
    app.show();
    await app.until(() => app.texts().includes('已刷新 2 次'));
    app.hide();
    const events = await server.until((events) => events.at(-1)?.eventName === 'app_hide');
    expect(events.find(({ eventName }) => eventName === 'share_action')?.properties).toMatchObject({
      shareTitle: '请人陪诊',
      sharePath: '/pages/home/index?source=share',
    });
  });

  it('reads storage synchronously once before the first page is there', async () => {
    const server = await startServer();
    const app = createPhone(server, platform).launch();
    expect(app.storage.syncReads).toBe(1);
  });
});
