import { describe, expect, it } from 'vitest';
import { createPhone, onPage, PLATFORMS, walk } from './testing/launch.js';
import { startServer } from './testing/server.js';

/** What the platform does not tell is not there: Baidu knows no version of a mini-program. */
const versions = { weapp: '1.2.3', alipay: '1.2.3', tt: '1.2.3', swan: undefined };

describe.each(PLATFORMS)('a user of the mini-program that is built for %s', (platform) => {
  it('leaves exactly these events, without a line in any page', async () => {
    const server = await startServer();
    const app = createPhone(server, platform).launch({
      scene: 1047,
      query: { scene: encodeURIComponent('invite_token=t-9&utm_source=qr') },
    });
    await walk(app);
    await app.tap('rate');
    await onPage(app, 'home');
    await app.tap('to-escort');
    await onPage(app, 'escort');
    await app.tap('grab');
    app.hide();
    await app.until(() => app.requests() === 0);
    expect(app.errors).toEqual([]);

    const events = await server.events();
    expect(
      events
        .map(({ eventName, properties }) => [eventName, properties.pagePath ?? ''])
        .filter(([name]) => name !== 'button_click'),
    ).toEqual([
      ['app_launch', '/pages/home/index'],
      ['app_show', '/pages/home/index'],
      ['page_view', '/pages/home/index'],
      ['coupon_claimed', ''],
      ['share_action', '/pages/home/index'],
      ['page_leave', '/pages/home/index'],
      ['page_view', '/pages/search/index'],
      ['search', ''],
      ['filter_change', ''],
      ['page_leave', '/pages/search/index'],
      ['page_view', '/pages/order/index'],
      ['order_created', ''],
      ['coupon_used', ''],
      ['order_paid', ''],
      ['page_leave', '/pages/order/index'],
      ['page_view', '/pages/done/index'],
      ['order_completed', ''],
      ['page_leave', '/pages/done/index'],
      ['page_view', '/pages/home/index'],
      ['page_leave', '/pages/home/index'],
      ['page_view', '/pages/escort/index'],
      ['order_grab', '/pages/escort/index'],
      ['page_leave', '/pages/escort/index'],
      ['app_hide', ''],
    ]);
    expect(
      events
        .filter(({ eventName }) => eventName === 'button_click')
        .map(({ properties }) => properties.elementId),
    ).toEqual(['claim', 'to-search', 'department-0', 'e-1', 'order', 'pay', 'rate', 'to-escort', 'grab']);
    const [launch] = events;
    expect(launch?.facts.appVersion).toBe(versions[platform]);
    expect(launch).toMatchObject({
      platform: 'miniapp',
      facts: { osName: 'Android', osVersion: '14', inviteToken: 't-9', utmSource: 'qr' },
      properties: { scene: '1047', isFirstSession: true },
    });
    const pageTitle = events.find(({ properties }) => properties.pagePath === '/pages/search/index')
      ?.properties.pageTitle;
    expect(pageTitle).toBe('找陪诊师');
    expect(await server.lost()).toBe(0);
  });
});
