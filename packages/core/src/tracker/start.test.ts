import { describe, expect, it } from 'vitest';
import { type DraftEvent, openTracker, resolveOptions, type TrackerOptions } from '../index.js';
import { createStoredLog } from '../log/stored-log.js';
import { createMemoryPlatform, missing } from '../testing/index.js';

const MINUTE = 60_000;
const apiUrl = 'https://collect.test';

function createPage(isLive = true) {
  const memory = createMemoryPlatform();
  const { platform, clock } = memory;
  const { logger, random } = platform;
  const page = () => ({ pagePath: '/early', pageTitle: 'Early' });
  const opened = openTracker({ clock, random, page, logger, isLive });
  const start = (options: Partial<TrackerOptions> = {}) =>
    opened.start({
      platform,
      options: resolveOptions({ apiUrl, ...options }),
      sdk: { name: 'test', version: '0' },
      log: createStoredLog(platform),
    });
  const names = () => memory.collector.events.map(({ eventName }) => eventName);
  return { ...memory, tracker: opened.tracker, start, names };
}

describe('calls before the start', () => {
  it('pass the plugins that come with the start, so that what they mask stays masked', async () => {
    const { tracker, start, collector, clock } = createPage();
    const seen: string[] = [];
    tracker.use({
      name: 'first',
      process(event) {
        seen.push('first');
        return event;
      },
    });
    tracker.track('escort_register', { phone: '13812345678' });
    tracker.track('secret');
    const mask = {
      name: 'mask',
      process: (event: DraftEvent) =>
        event.eventName === 'secret'
          ? null
          : { ...event, properties: { ...event.properties, phone: '****5678' } },
    };
    start({ plugins: [mask] });
    await clock.advance(MINUTE);
    expect(collector.events.map(({ properties }) => properties)).toEqual([{ phone: '****5678' }]);
    expect(seen).toEqual(['first', 'first']);
    expect(tracker.stats()).toMatchObject({ tracked: 2, acknowledged: 1, queued: 0, dropped: { plugin: 1 } });
    expect(missing(tracker.stats())).toBe(0);
  });

  it('are kept in their order and with their time', async () => {
    const page = createPage();
    page.tracker.track('a', { n: 1 });
    page.tracker.setUser('u');
    page.tracker.register({ plan: 'gold' });
    await page.clock.advance(1234);
    page.tracker.trackPageView();
    page.tracker.trackClick('buy');
    await page.clock.advance(1000);
    page.start();
    await page.clock.advance(MINUTE);
    expect(page.names()).toEqual(['a', 'user_identify', 'page_view', 'button_click']);
    const [a, , view] = page.collector.events;
    expect(a).toMatchObject({ eventTime: '2026-01-01T00:00:00.000Z', properties: { n: 1 } });
    expect(view).toMatchObject({
      eventTime: '2026-01-01T00:00:01.234Z',
      userId: 'u',
      properties: { pagePath: '/early', pageTitle: 'Early', plan: 'gold' },
    });
  });

  it('keep the event as it was', async () => {
    const page = createPage();
    const cart = { count: 1, items: [1] };
    page.tracker.track('cart', cart);
    cart.count = 2;
    cart.items.push(2);
    page.start();
    await page.clock.advance(MINUTE);
    expect(page.collector.events[0]?.properties).toEqual({ count: 1, items: [1] });
  });

  it('harm nobody when they are wrong', async () => {
    const page = createPage();
    const thrower = {
      get value(): never {
        throw new Error('from a getter');
      },
    };
    expect(() => {
      page.tracker.track(undefined as never);
      page.tracker.track('a', thrower);
      page.tracker.track('b', null as never, null as never);
      page.tracker.trackClick('id', 'text', thrower);
      page.tracker.setUser(undefined as never);
    }).not.toThrow();
    page.start();
    page.tracker.track('c');
    await page.clock.advance(MINUTE);
    expect(page.names()).toContain('c');
    expect(missing(page.tracker.stats())).toBe(0);
  });

  it('are bounded: the first stay, the others are counted', async () => {
    const page = createPage();
    for (let i = 0; i < 3000; i++) page.tracker.track('a', { i });
    expect(missing(page.tracker.stats())).toBe(0);
    page.start();
    await page.clock.advance(MINUTE);
    expect(page.names()).toHaveLength(1000);
    expect(page.collector.events[0]?.properties).toEqual({ i: 0 });
    expect(page.tracker.stats()).toMatchObject({
      tracked: 3000,
      acknowledged: 1000,
      dropped: { overflow: 2000 },
    });
  });

  it('flush resolves with what waits, and sends nothing', async () => {
    const page = createPage();
    page.tracker.track('a');
    expect(await page.tracker.flush()).toMatchObject({ acknowledged: 0, queued: 1 });
    expect(page.network.requests).toEqual([]);
  });

  it('a decision about consent is kept too', async () => {
    for (const decision of ['granted', 'denied'] as const) {
      const page = createPage();
      page.tracker.track('a');
      page.tracker.setConsent(decision);
      page.start({ consent: 'pending' });
      page.tracker.track('b');
      await page.clock.advance(MINUTE);
      expect(page.names()).toEqual(decision === 'granted' ? ['a', 'b'] : []);
      expect(missing(page.tracker.stats())).toBe(0);
      expect(page.device.settings.get('consent')).toBe(decision);
    }
  });

  it('plugins and listeners count from the first event', async () => {
    const page = createPage();
    const acks: number[] = [];
    page.tracker.on('ack', ({ accepted }) => acks.push(accepted));
    page.tracker.use({ name: 'p', process: (event) => ({ ...event, properties: { seen: true } }) });
    page.tracker.track('a');
    page.start();
    await page.clock.advance(MINUTE);
    expect(page.collector.events[0]?.properties).toEqual({ seen: true });
    expect(acks).toEqual([1]);
  });
});

describe('start', () => {
  it('a second time changes nothing', async () => {
    const page = createPage();
    const first = page.start();
    expect(page.start({ batchSize: 1 })).toBe(first);
    expect(first).toBe(page.tracker);
    page.tracker.track('a');
    await page.clock.advance(MINUTE);
    expect(page.names()).toEqual(['a']);
    expect(page.device.locks.size).toBe(1);
  });

  it('is the same tracker before and after, so that functions taken early work', async () => {
    const page = createPage();
    const { track } = page.tracker;
    page.start();
    track('a');
    await page.clock.advance(MINUTE);
    expect(page.names()).toEqual(['a']);
  });
});

describe('where nothing will ever be sent, such as on a server that renders', () => {
  it('nothing is kept', async () => {
    const page = createPage(false);
    for (let i = 0; i < 10; i++) page.tracker.track('a');
    page.tracker.trackPageView();
    page.tracker.setUser('u');
    page.tracker.setConsent('granted');
    expect(await page.tracker.flush()).toMatchObject({ acknowledged: 0, queued: 0 });
    await page.tracker.close();
    expect(page.tracker.stats()).toMatchObject({ tracked: 0, queued: 0, dropped: {} });
  });
});

describe('enabled: false', () => {
  it('makes every call do nothing: no store, no settings, no lock, no request, no timer', async () => {
    const page = createPage();
    page.tracker.track('early');
    page.start({ enabled: false });
    const { tracker } = page;
    tracker.track('a');
    tracker.trackPageView();
    tracker.trackClick('x');
    tracker.setUser('u');
    tracker.reset();
    tracker.register({ a: 1 });
    tracker.unregister('a');
    tracker.setConsent('granted');
    tracker.use({ name: 'p' });
    tracker.on('ack', () => {})();
    await tracker.flush();
    for (const signal of ['hidden', 'exit', 'visible'] as const) page.signal(signal);
    await tracker.close();
    expect(page.network.requests).toEqual([]);
    expect(page.device.settings.entries.size).toBe(0);
    expect(page.device.store.log).toEqual([]);
    expect(page.device.locks.size).toBe(0);
    expect(page.clock.pending()).toBe(0);
    expect(missing(tracker.stats())).toBe(0);
  });
});
