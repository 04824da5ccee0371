import { describe, expect, it } from 'vitest';
import { createPhone, onPage, PLATFORMS, walk } from './testing/launch.js';
import { startServer } from './testing/server.js';

const names = (events: { eventName: string }[]) => events.map(({ eventName }) => eventName);

describe.each(PLATFORMS)('on %s', (platform) => {
  it('a kill keeps queue and device id for the next launch', async () => {
    const server = await startServer();
    const phone = createPhone(server, platform);
    const first = phone.launch();
    first.setOnline(false);
    await walk(first);
    first.hide();
    first.kill();
    expect(server.count()).toBe(0);

    const second = phone.launch();
    second.hide();
    const events = await server.until(
      (events, lost) => !lost && names(events).filter((name) => name === 'app_hide').length === 2,
    );
    expect(names(events).filter((name) => name === 'order_paid')).toHaveLength(1);
    expect(new Set(events.map(({ deviceId }) => deviceId)).size).toBe(1);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
    expect(
      events
        .filter(({ eventName }) => eventName === 'app_launch')
        .map(({ properties }) => properties.isFirstSession),
    ).toEqual([true, false]);
    expect(await server.lost()).toBe(0);
  });

  it('the background is one hide and one show, and the page is left and entered again', async () => {
    const server = await startServer();
    const app = createPhone(server, platform).launch();
    await onPage(app, 'home');
    app.hide();
    await app.until(() => app.requests() === 0);
    app.freeze();
    app.show({ scene: 1089, query: { from: 'card' } });
    app.hide();
    const events = await server.until(
      (events) => names(events).filter((name) => name === 'app_hide').length === 2,
    );
    expect(names(events)).toEqual([
      ...['app_launch', 'app_show', 'page_view', 'page_leave', 'app_hide'],
      ...['app_show', 'page_view', 'page_leave', 'app_hide'],
    ]);
    expect(events[5]?.properties).toMatchObject({ scene: '1089', query: { from: 'card' } });
  });

  it('a tap that nothing listens to is no click', async () => {
    const server = await startServer();
    const app = createPhone(server, platform).launch();
    await app.tap('title');
    await app.tap('claim');
    app.hide();
    const events = await server.until((events) => names(events).includes('app_hide'));
    const clicks = events.filter(({ eventName }) => eventName === 'button_click');
    expect(clicks.map(({ properties }) => properties.elementId)).toEqual(['claim']);
  });

  it('the network is told in the same words', async () => {
    const server = await startServer();
    const app = createPhone(server, platform).launch();
    app.setOnline(false);
    app.setOnline(true);
    app.hide();
    const events = await server.until((events) => names(events).includes('app_hide'));
    const types = events
      .filter(({ eventName }) => eventName === 'network_change')
      .map(({ properties }) => properties.networkType);
    expect(types).toEqual([platform === 'alipay' ? 'notreachable' : 'none', 'wifi']);
  });
});

describe.each(['weapp', 'alipay'] as const)('on %s', (platform) => {
  it('more than a key may hold is kept under several, and arrives whole', async () => {
    const server = await startServer();
    const phone = createPhone(server, platform);
    const app = phone.launch();
    app.setOnline(false);
    await app.tap('to-search');
    await onPage(app, 'search');
    const keywords = Array.from({ length: 31 }, (_, index) => `${index}${'陪'.repeat(6000)}`);
    for (const keyword of keywords) await app.input('keyword', keyword);
    app.hide();
    expect(app.storage.largest).toBeGreaterThan(32_000);
    expect(app.storage.largest).toBeLessThan(200 * 1024);
    app.kill();
    phone.launch();
    const searched = ({ eventName }: { eventName: string }) => eventName === 'search';
    const events = await server.until(
      (events, lost) => !lost && events.filter(searched).length >= keywords.length,
    );
    const arrived = events.filter(searched).map(({ properties }) => properties.keyword);
    // One text of half a million characters in a failure's report helps nobody.
    expect(arrived.join() === keywords.join()).toBe(true);
  });
});
