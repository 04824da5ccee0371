import 'fake-indexeddb/auto';
import type { Envelope, WireEvent } from '@pugmark/core';
import { createModelCollector, missing } from '@pugmark/core/testing';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

const apiUrl = 'https://collect.test';
const ROUTE = `${apiUrl}/tracking/events/batch`;
const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Retry-After' };
const server = setupServer();

/** Answers that come before the collector's own. */
let script: { status: number; retryAfter?: string }[] = [];
let collector = createModelCollector();
let bodies: string[] = [];
let onRequest = () => {};

const envelope = (index = 0): Envelope => JSON.parse(bodies[index] as string);
const eventsInOrder = (): WireEvent[] => [...collector.events].sort((a, b) => (a.seq || 0) - (b.seq || 0));
const names = () => eventsInOrder().map(({ eventName }) => eventName);
const requests = (count: number) =>
  new Promise<void>((resolve) => {
    onRequest = () => {
      if (bodies.length >= count) resolve();
    };
    onRequest();
  });

/** The package as a page loads it, with a storage of its own. */
const load = () => import('./index.js');
let visits = 0;
const options = (more: object = {}) => ({
  apiUrl,
  name: `visit-${++visits}`,
  batchSize: 1e6,
  batchInterval: 1e9,
  ...more,
});

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());

beforeEach(() => {
  vi.resetModules();
  script = [];
  bodies = [];
  collector = createModelCollector();
  onRequest = () => {};
  server.use(
    http.post(ROUTE, async ({ request }) => {
      const body = await request.text();
      bodies.push(body);
      onRequest();
      const scripted = script.shift();
      if (scripted) {
        const { status, retryAfter } = scripted;
        return new HttpResponse(null, {
          status,
          headers: { ...headers, ...(retryAfter && { 'Retry-After': retryAfter }) },
        });
      }
      const answer = collector.receive(body);
      return new HttpResponse(answer.body, { status: answer.status, headers });
    }),
  );
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

afterEach(() => {
  server.resetHandlers();
  vi.useRealTimers();
  vi.restoreAllMocks();
  delete (window as { pugmark?: unknown }).pugmark;
});

describe('the default tracker', () => {
  it('delivers to a collector in the words of the protocol', async () => {
    const { init, track, flush } = await load();
    init(options({ writeKey: 'key', appVersion: '1.2.3' }));
    track('order_paid', { orderId: 'o-1', amount: 199 });
    const stats = await flush();
    expect(stats).toMatchObject({ tracked: 1, acknowledged: 1, queued: 0, dropped: {} });
    expect(envelope()).toMatchObject({
      sdk: { name: '@pugmark/browser', version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
      key: 'key',
      groups: [{ shared: { platform: 'h5', appVersion: '1.2.3' }, events: [{ eventName: 'order_paid' }] }],
    });
    expect(eventsInOrder()[0]).toMatchObject({ properties: { orderId: 'o-1', amount: 199 }, seq: 1 });
    expect(console.warn).not.toHaveBeenCalled();
  });

  it('keeps calls made before `init`, with their time and order', async () => {
    const start = Date.UTC(2026, 0, 1);
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    const { init, track, trackPageView, trackClick, setUser, register, flush } = await load();
    const properties = { step: 1 };
    track('first', properties);
    properties.step = 2;
    vi.setSystemTime(start + 1000);
    trackPageView('/landing', 'Landing');
    vi.setSystemTime(start + 2000);
    register({ shop: 'north' });
    trackClick('buy', 'Buy now');
    setUser('u-1');
    vi.setSystemTime(start + 3000);
    init(options());
    track('last');
    await flush();
    expect(names()).toEqual(['first', 'page_view', 'button_click', 'user_identify', 'last']);
    const [first, view, click, , last] = eventsInOrder();
    expect([first, view, click, last].map((event) => Date.parse(event?.eventTime || '') - start)).toEqual([
      0, 1000, 2000, 3000,
    ]);
    expect(first).toMatchObject({ properties: { step: 1 } });
    expect(view).toMatchObject({ properties: { pagePath: '/landing', pageTitle: 'Landing' } });
    expect(click).toMatchObject({ properties: { elementId: 'buy', elementText: 'Buy now', shop: 'north' } });
    expect(first?.properties).not.toHaveProperty('shop');
    expect(last).toMatchObject({ userId: 'u-1' });
  });

  it('has functions that work without their object', async () => {
    const { init, ...api } = await load();
    init(options());
    const { track, trackPageView, trackClick, setUser, register, unregister, reset, setConsent, flush } = api;
    register({ a: 1 });
    unregister('a');
    track('x');
    trackPageView();
    trackClick('id');
    setUser(7);
    reset();
    setConsent('granted');
    expect(await flush()).toMatchObject({ tracked: 4, acknowledged: 4 });
    expect(names()).toEqual(['x', 'page_view', 'button_click', 'user_identify']);
  });

  it('waits with a decision on consent until `init`', async () => {
    const { init, track, setConsent, flush } = await load();
    setConsent('denied');
    track('a');
    init(options());
    track('b');
    expect(await flush()).toMatchObject({ tracked: 2, dropped: { consent: 2 }, queued: 0 });
    expect(bodies).toEqual([]);
  });

  it('does nothing where it is not enabled', async () => {
    const { init, track, flush } = await load();
    track('a');
    init(options({ enabled: false }));
    track('b');
    await flush();
    expect(bodies).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['apiUrl', undefined],
    ['apiUrl', 'tracking'],
    ['name', 5],
    ['enabled', 'yes'],
    ['batchSize', -1],
    ['batchInterval', '5000'],
    ['maxRetries', 1.5],
    ['maxQueueBytes', Number.NaN],
    ['sessionTimeout', null],
    ['consent', 'maybe'],
    ['writeKey', 1],
    ['appVersion', 2],
    ['platform', {}],
    ['plugins', {}],
    ['apiURL', apiUrl],
  ])('refuses the option %s: %j, names it, and stays ready for a right one', async (name, value) => {
    const { init, track, flush } = await load();
    track('early');
    expect(() => init({ ...options(), [name]: value } as never)).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringContaining(`"${name}"`) }),
    );
    init(options());
    expect(await flush()).toMatchObject({ acknowledged: 1 });
  });
});

describe('a collector that is down', () => {
  it('gets the same events again after 503', async () => {
    script = [{ status: 503 }];
    const { init, track, flush } = await load();
    init(options());
    track('a');
    expect(await flush()).toMatchObject({ queued: 1, acknowledged: 0 });
    const stats = await flush();
    expect(stats).toMatchObject({ queued: 0, acknowledged: 1 });
    expect(missing(stats)).toBe(0);
    expect(envelope(1).groups).toEqual(envelope(0).groups);
    expect(console.warn).toHaveBeenCalledTimes(1);
  });

  it.each<[string, (now: number) => string]>([
    ['in seconds', () => '120'],
    ['as a date', (now) => new Date(now + 120_000).toUTCString()],
  ])('is left alone for the time it asks for, %s', async (_, retryAfter) => {
    const now = Date.UTC(2026, 0, 1);
    // Before the package is loaded, which takes the timers that it finds then.
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now });
    const { init, track, flush } = await load();
    script = [{ status: 503, retryAfter: retryAfter(now) }];
    init(options({ batchSize: 2 }));
    track('a');
    expect(await flush()).toMatchObject({ queued: 1 });
    vi.advanceTimersByTime(119_000);
    track('b');
    expect(bodies).toHaveLength(1);
    const second = requests(2);
    vi.advanceTimersByTime(1000);
    await second;
    vi.useRealTimers();
    await flush();
    expect(names()).toEqual(['a', 'b']);
  });
});

describe('the script tag', () => {
  type Global = Awaited<ReturnType<typeof load>> & { q: unknown[] };
  const page = window as unknown as { pugmark?: Partial<Global> };
  /** The script arrives. @param q What the snippet kept; absent without a snippet. */
  const arrive = async (q?: unknown[]) => {
    if (q) page.pugmark = { q };
    await import('./cdn.js');
    return page.pugmark as Global;
  };

  it('replays what the snippet kept, in order, with the time of each event', async () => {
    const start = Date.UTC(2026, 0, 1);
    const { flush } = await arrive([
      ['track', start, ['first', { step: 1 }]],
      ['init', start + 1, [options()]],
      ['setUser', start + 2, ['u-1']],
      ['track', start + 3, ['second', undefined, { priority: 'P0' }]],
      ['track', start + 4, ['third', {}, { eventTime: start - 5 }]],
    ]);
    await flush();
    expect(names()).toEqual(['first', 'user_identify', 'second', 'third']);
    const times = eventsInOrder().map(({ eventTime }) => Date.parse(eventTime) - start);
    expect([times[0], times[2], times[3]]).toEqual([0, 3, -5]);
    expect(eventsInOrder()[0]).toMatchObject({ properties: { step: 1 } });
    expect(eventsInOrder()[2]).toMatchObject({ priority: 'P0', userId: 'u-1' });
  });

  it('replays page views and clicks with their own time too', async () => {
    const start = Date.UTC(2026, 0, 1);
    const { flush } = await arrive([
      ['init', start, [options()]],
      ['trackPageView', start + 1, ['/landing']],
      ['trackClick', start + 2, ['buy']],
    ]);
    await flush();
    expect(names()).toEqual(['page_view', 'button_click']);
    expect(eventsInOrder().map(({ eventTime }) => Date.parse(eventTime) - start)).toEqual([1, 2]);
  });

  it('stays the same object, so that a reference taken before works', async () => {
    const before: Partial<Global> = { q: [] };
    page.pugmark = before;
    await import('./cdn.js');
    expect(page.pugmark).toBe(before);
    before.init?.(options());
    before.track?.('a');
    expect(await before.flush?.()).toMatchObject({ acknowledged: 1 });
  });

  it('needs no snippet', async () => {
    const { init, track, flush } = await arrive();
    init(options());
    track('a');
    expect(await flush()).toMatchObject({ acknowledged: 1 });
  });

  it('passes over a call that it does not know', async () => {
    const { flush } = await arrive([
      ['init', Date.now(), [options()]],
      ['identify', Date.now(), ['u-1']],
      ['track', Date.now(), ['a']],
    ]);
    expect(await flush()).toMatchObject({ acknowledged: 1 });
  });
});
