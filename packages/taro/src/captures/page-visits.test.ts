import { openTracker, resolveOptions } from '@pugmark/core';
import { createMemoryPlatform } from '@pugmark/core/testing';
import { expect, it } from 'vitest';
import { CAPTURE_READERS, type ResolvedCaptureOptions } from '../capture-options.js';
import { createPageVisits } from './page-visits.js';

type Tracked = [eventName: string, properties: object | undefined];

const DEFAULTS = resolveOptions<ResolvedCaptureOptions>(
  { apiUrl: 'https://collect.example.com' },
  { readers: CAPTURE_READERS },
);

function follow(options: Partial<ResolvedCaptureOptions> = {}) {
  const tracked: Tracked[] = [];
  let time = 0;
  const visits = createPageVisits(
    (name, properties) => tracked.push([name, properties]),
    () => time,
  );
  visits.begin({ ...DEFAULTS, ...options }, true);
  return {
    visits,
    tracked,
    wait: (ms: number) => {
      time += ms;
    },
  };
}

const view = (pagePath: string, referrer = '', pageTitle = '') => [
  'page_view',
  { pagePath, pageTitle, referrer, isFirstSession: true },
];
const left = (pagePath: string, duration: number) => ['page_leave', { pagePath, duration }];

it('views a page once and leaves it once, whatever is told twice', () => {
  const { visits, tracked, wait } = follow();
  const [a, b] = [{}, {}];
  visits.enter(a, '/a', 'A');
  visits.enter(a, '/a', 'A');
  wait(500);
  visits.leave(a);
  visits.leave(a);
  visits.enter(b, '/b', 'B');
  expect(tracked).toEqual([view('/a', '', 'A'), left('/a', 500), view('/b', '/a', 'B')]);
});

it('ends the visit of the page that goes, and of no other, however late it is told', () => {
  const { visits, tracked, wait } = follow();
  const [home, detail, tab] = [{}, {}, {}];
  visits.enter(home, '/home');
  wait(100);
  visits.enter(detail, '/detail');
  visits.leave(home);
  wait(200);
  // A web page with a tab bar is told of the page that was closed when its animation is over.
  visits.enter(tab, '/tab');
  wait(300);
  visits.leave(detail);
  wait(700);
  visits.hideApp();
  visits.leave(tab);
  expect(tracked).toEqual([
    view('/home'),
    left('/home', 100),
    view('/detail', '/home'),
    left('/detail', 200),
    view('/tab', '/detail'),
    left('/tab', 1000),
  ]);
});

it('knows a page on top of itself as another one', () => {
  const { visits, tracked, wait } = follow();
  const [first, second] = [{}, {}];
  visits.enter(first, '/doctor');
  wait(10);
  visits.enter(second, '/doctor');
  visits.leave(first);
  wait(20);
  visits.leave(second);
  expect(tracked).toEqual([
    view('/doctor'),
    left('/doctor', 10),
    view('/doctor', '/doctor'),
    left('/doctor', 20),
  ]);
});

it('views a page when the user can see it: after the app is shown, whichever is told first', () => {
  for (const isPageFirst of [true, false]) {
    const { visits, tracked, wait } = follow();
    const [home, order] = [{}, {}];
    visits.enter(home, '/home');
    visits.enter(order, '/order');
    wait(10);
    visits.hideApp();
    wait(5000);
    if (isPageFirst) visits.enter(order, '/order');
    wait(50);
    visits.showApp();
    if (!isPageFirst) visits.enter(order, '/order');
    wait(20);
    visits.leave(order);
    expect(tracked).toEqual([
      view('/home'),
      left('/home', 0),
      view('/order', '/home'),
      left('/order', 10),
      // It was not come to from itself.
      view('/order', '/home'),
      left('/order', 20),
    ]);
  }
});

it('adds what a page says of itself to its view, when it is left to the page, and to its leave', () => {
  const { visits, tracked } = follow({ excludePages: ['/order'] });
  const [order, home] = [{}, {}];
  visits.enter(order, '/order', 'Order');
  expect(visits.isExcluded('/order')).toBe(true);
  visits.describe('/order', 'Your order', { escortId: 'e-1' });
  expect(visits.isExcluded('/order')).toBe(false);
  visits.enter(home, '/home', 'Home');
  visits.describe('/home', undefined, { variant: 'b' });
  visits.leave(home);
  expect(tracked.map(([name, properties]) => [name, { ...properties, duration: undefined }])).toMatchObject([
    ['page_view', { pagePath: '/order', pageTitle: 'Your order', escortId: 'e-1' }],
    ['page_leave', { pagePath: '/order', escortId: 'e-1' }],
    ['page_view', { pagePath: '/home', pageTitle: 'Home', referrer: '/order' }],
    ['page_leave', { pagePath: '/home', variant: 'b' }],
  ]);
});

it('takes no page for the one in front because its component ran late, after a quick tap', () => {
  const { visits, tracked } = follow();
  const [order, done] = [{}, {}];
  visits.enter(order, '/order');
  visits.enter(done, '/done');
  visits.describe('/order', 'Your order', { escortId: 'e-1' });
  expect(visits.page().pagePath).toBe('/done');
  expect(tracked).toEqual([view('/order'), left('/order', 0), view('/done', '/order')]);
});

it('views a page that nobody follows but itself', () => {
  const { visits, tracked } = follow({ capturePages: false });
  visits.describe('/native', 'Native', { from: 'plugin' });
  visits.hideApp();
  expect(tracked).toEqual([
    [
      'page_view',
      { from: 'plugin', pagePath: '/native', pageTitle: 'Native', referrer: '', isFirstSession: true },
    ],
    ['page_leave', { from: 'plugin', pagePath: '/native', duration: 0 }],
  ]);
});

it('takes paths as app.config spells them, and with their slash', () => {
  const { visits, tracked } = follow({
    excludePages: ['pages/login/index', '/pages/pay/index'],
    pageTitles: { 'pages/home/index': 'Start' },
  });
  for (const path of ['/pages/login/index', '/pages/home/index', '/pages/pay/index']) visits.enter({}, path);
  expect(tracked).toEqual([
    view('/pages/home/index', '/pages/login/index', 'Start'),
    left('/pages/home/index', 0),
  ]);
});

it('tells trackPageView which page is in front', async () => {
  const { visits } = follow({ pageTitles: { '/b': 'Second' } });
  const { platform, log } = createMemoryPlatform();
  const { tracker, start } = openTracker({ ...platform, isLive: true, page: visits.page });
  start({ platform, options: DEFAULTS, sdk: { name: 't', version: '0' }, log });
  const seen: unknown[] = [];
  tracker.use({
    name: 'look',
    process(event) {
      seen.push(event.properties);
      return event;
    },
  });
  visits.enter({}, '/a', 'A');
  visits.enter({}, '/b', 'B');
  tracker.trackPageView();
  tracker.trackPageView('/c');
  expect(seen).toEqual([
    { pagePath: '/b', pageTitle: 'Second', referrer: '/a' },
    { pagePath: '/c', pageTitle: 'Second', referrer: '/a' },
  ]);
  await tracker.close();
});

it('views the page again when the app is back, also where no page is told of it', () => {
  const { visits, tracked, wait } = follow();
  const page = {};
  visits.enter(page, '/a');
  wait(100);
  visits.hideApp();
  wait(1000);
  visits.showApp();
  visits.enter(page, '/a');
  wait(50);
  visits.leave(page);
  expect(tracked).toEqual([view('/a'), left('/a', 100), view('/a'), left('/a', 50)]);
});
