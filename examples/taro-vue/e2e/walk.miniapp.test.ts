import { expect, it } from 'vitest';
import { createPhone, onPage, PLATFORMS } from '../../taro/e2e/testing/launch.js';
import { wrapPage } from '../../taro/e2e/testing/other-sdk.js';
import { startServer } from '../../taro/e2e/testing/server.js';

it.each(PLATFORMS)(
  'leaves exactly these events of a Vue app on %s, without a line in any page',
  async (platform) => {
    const server = await startServer();
    const app = createPhone(server, platform, 'taro-vue').launch();
    await onPage(app, 'home');
    app.share();
    // On the text inside what handles it.
    await app.tap('c-2-name');
    await onPage(app, 'clinic');
    await app.until(() => app.texts().includes('查看 1 次'));
    expect(app.share()).toEqual({ title: '中医调理门诊', path: '/pages/clinic/index?id=c-2' });
    app.hide();
    app.show({ scene: 1089 });
    // The page's own handlers run beside the captures.
    await app.until(() => app.texts().includes('查看 2 次'));
    await app.tap('book');
    await onPage(app, 'booked');
    await app.tap('home');
    await onPage(app, 'home');
    await app.until(() => app.texts().includes('第 1 次查看'));
    app.hide();
    await app.until(() => app.requests() === 0);
    expect(app.errors).toEqual([]);

    const events = await server.until((events) => events.at(-1)?.eventName === 'app_hide');
    expect(
      events.map(({ eventName, properties }) => [
        eventName,
        properties.elementId ?? properties.pagePath ?? '',
        properties.pageTitle ?? properties.sharePath ?? properties.scene ?? '',
      ]),
    ).toEqual([
      ['app_launch', '/pages/home/index', '1001'],
      ['app_show', '/pages/home/index', '1001'],
      ['page_view', '/pages/home/index', '门诊'],
      ['share_action', '/pages/home/index', '/pages/home/index?source=share'],
      ['button_click', 'c-2', ''],
      ['page_leave', '/pages/home/index', ''],
      ['page_view', '/pages/clinic/index', '门诊详情'],
      ['share_action', '/pages/clinic/index', '/pages/clinic/index?id=c-2'],
      ['page_leave', '/pages/clinic/index', ''],
      ['app_hide', '', ''],
      ['app_show', '/pages/home/index', '1089'],
      ['page_view', '/pages/clinic/index', '门诊详情'],
      ['button_click', 'book', ''],
      ['page_leave', '/pages/clinic/index', ''],
      ['page_view', '/pages/booked/index', '预约成功'],
      ['button_click', 'home', ''],
      ['booking_closed', '/pages/booked/index', ''],
      ['page_leave', '/pages/booked/index', ''],
      ['page_view', '/pages/home/index', '门诊'],
      ['page_leave', '/pages/home/index', ''],
      ['app_hide', '', ''],
    ]);
    const booked = events.filter(({ properties }) => properties.pagePath === '/pages/booked/index');
    expect(booked.map(({ eventName, properties }) => [eventName, properties.step])).toEqual([
      ['page_view', 'booked'],
      ['button_click', undefined],
      ['booking_closed', undefined],
      ['page_leave', 'booked'],
    ]);
    expect(await server.lost()).toBe(0);
  },
);

it.each(['before', 'afterApp'] as const)('lets another SDK wrap Page, %s ours', async (when) => {
  const server = await startServer();
  const seen: string[] = [];
  const app = createPhone(server, 'weapp', 'taro-vue').launch({ [when]: wrapPage(seen) });
  await app.tap('c-1');
  await onPage(app, 'clinic');
  app.hide();
  const events = await server.until((events) => events.at(-1)?.eventName === 'app_hide');
  expect(seen).toEqual(['pages/home/index', 'pages/clinic/index']);
  expect(events.filter(({ eventName }) => eventName === 'page_view')).toHaveLength(2);
  expect(app.errors).toEqual([]);
});
