import { openTracker, type Properties, resolveOptions } from '@pugmark/core';
import { createMemoryPlatform } from '@pugmark/core/testing';
import { expect, it } from 'vitest';
import { CAPTURE_DEFAULTS } from '../capture-options.js';
import { createPageVisits } from './page-visits.js';

type Tracked = [eventName: string, properties: Properties | undefined];

function follow(options: Partial<typeof CAPTURE_DEFAULTS> = {}) {
  const tracked: Tracked[] = [];
  let time = 0;
  const visits = createPageVisits(
    (name, properties) => tracked.push([name, properties]),
    () => time,
  );
  visits.begin({ ...CAPTURE_DEFAULTS, ...options }, true);
  return {
    visits,
    tracked,
    wait: (ms: number) => {
      time += ms;
    },
  };
}

it('views a page once and leaves it once, whatever is told twice', () => {
  const { visits, tracked, wait } = follow();
  visits.enter('/a', 'A');
  visits.enter('/a', 'A');
  wait(500);
  visits.leave();
  visits.leave();
  visits.enter('/b', 'B');
  expect(tracked).toEqual([
    ['page_view', { pagePath: '/a', pageTitle: 'A', referrer: '', isFirstSession: true }],
    ['page_leave', { pagePath: '/a', duration: 500 }],
    ['page_view', { pagePath: '/b', pageTitle: 'B', referrer: '/a', isFirstSession: true }],
  ]);
});

it('adds what a page says of itself to its view, when it is left to the page, and to its leave', () => {
  const { visits, tracked } = follow({ excludePages: ['/order'] });
  visits.enter('/order', 'Order');
  expect(visits.isExcluded('/order')).toBe(true);
  visits.enter('/order', 'Your order', { escortId: 'e-1' });
  expect(visits.isExcluded('/order')).toBe(false);
  visits.enter('/home', 'Home');
  visits.enter('/home', undefined, { variant: 'b' });
  visits.leave();
  expect(tracked.map(([name, properties]) => [name, { ...properties, duration: undefined }])).toMatchObject([
    ['page_view', { pagePath: '/order', pageTitle: 'Your order', escortId: 'e-1' }],
    ['page_leave', { pagePath: '/order', escortId: 'e-1' }],
    ['page_view', { pagePath: '/home', pageTitle: 'Home', referrer: '/order' }],
    ['page_leave', { pagePath: '/home', variant: 'b' }],
  ]);
});

it('tells trackPageView which page is in front', async () => {
  const { visits } = follow({ pageTitles: { '/b': 'Second' } });
  const { platform } = createMemoryPlatform();
  const { tracker, start } = openTracker({ ...platform, isLive: true, page: visits.page });
  start(platform, resolveOptions({ apiUrl: 'https://collect.example.com' }), { name: 't', version: '0' });
  const seen: unknown[] = [];
  tracker.use({
    name: 'look',
    process(event) {
      seen.push(event.properties);
      return event;
    },
  });
  visits.enter('/a', 'A');
  visits.enter('/b', 'B');
  tracker.trackPageView();
  tracker.trackPageView('/c');
  expect(seen).toEqual([
    { pagePath: '/b', pageTitle: 'Second', referrer: '/a' },
    { pagePath: '/c', pageTitle: 'Second', referrer: '/a' },
  ]);
  await tracker.close();
});
