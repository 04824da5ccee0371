import { describe, expect, it } from 'vitest';
import { createWorld } from '../testing/index.js';

describe('batching', () => {
  it('sends when batchSize events wait', async () => {
    const world = createWorld();
    const { track } = world.open({ batchSize: 3 });
    track('a');
    track('b');
    await world.settle();
    expect(world.network.requests).toHaveLength(0);
    track('c');
    await world.settle();
    expect(world.names()).toEqual(['a', 'b', 'c']);
    expect(world.network.requests).toHaveLength(1);
  });

  it('sends fewer after batchInterval', async () => {
    const world = createWorld();
    world.open({ batchInterval: 2000 }).track('a');
    await world.advance(1999);
    expect(world.names()).toEqual([]);
    await world.advance(1);
    expect(world.names()).toEqual(['a']);
    expect(world.network.requests[0]?.url).toBe('https://collect.test/tracking/events/batch');
  });

  it('sends a thousand events of one loop in a few requests, and repeats nothing on the wire', async () => {
    const world = createWorld();
    const { track, stats } = world.open();
    for (let i = 0; i < 1000; i++) track('scrolled', { i });
    await world.advance(10_000);
    const { requests } = world.network;
    expect(requests.length).toBeLessThanOrEqual(3);
    expect(requests[0]?.bytes).toBeLessThanOrEqual(65_536);
    expect(world.names()).toHaveLength(1000);
    expect(world.collector.duplicates).toBe(0);
    expect(stats()).toEqual({ tracked: 1000, adopted: 0, acknowledged: 1000, queued: 0, dropped: {} });
    for (const { envelope, bytes, body } of requests) {
      expect(envelope.groups).toHaveLength(1);
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(bytes);
      expect(bytes).toBeLessThanOrEqual(240_500);
      for (const event of envelope.groups?.[0]?.events || [])
        expect(Object.keys(event).sort()).toEqual(['eventId', 'eventName', 'eventTime', 'properties', 'seq']);
    }
  });

  it('sends nothing when nothing was tracked', async () => {
    const world = createWorld();
    const { tracker } = world.open();
    await tracker.flush();
    await world.advance(3_600_000);
    expect(world.network.requests).toEqual([]);
    expect(world.clock.pending()).toBe(0);
  });

  it('asks for no more than one request at a time', async () => {
    const world = createWorld();
    world.network.latency = 3000;
    const { track } = world.open();
    for (let i = 0; i < 50; i++) {
      track('a', { i });
      await world.advance(100);
    }
    await world.advance(20_000);
    const times = world.network.requests.map(({ at }) => at);
    for (let i = 1; i < times.length; i++)
      expect((times[i] as number) - (times[i - 1] as number)).toBeGreaterThanOrEqual(3000);
    expect(world.names()).toHaveLength(50);
  });
});

describe('an event on the wire', () => {
  it('is complete', async () => {
    const world = createWorld();
    const { tracker } = world.open(
      { appVersion: '1.2.3', writeKey: 'k' },
      { campaign: () => ({ utmSource: 'mail' }) },
    );
    tracker.track(
      'order_paid',
      { orderId: 'o', amount: 1 },
      { priority: 'P0', identities: { orderId: 'o' } },
    );
    await tracker.flush();
    expect(world.collector.events[0]).toEqual({
      eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      eventName: 'order_paid',
      eventTime: '2026-01-01T00:00:00.000Z',
      deviceId: expect.any(String),
      sessionId: expect.any(String),
      streamId: expect.any(String),
      seq: 1,
      platform: 'h5',
      deviceType: 'desktop',
      osName: 'TestOS',
      network: 'wifi',
      appVersion: '1.2.3',
      utmSource: 'mail',
      priority: 'P0',
      identities: { orderId: 'o' },
      properties: { orderId: 'o', amount: 1 },
    });
    expect(world.network.requests[0]?.envelope).toMatchObject({
      sentAt: '2026-01-01T00:00:00.000Z',
      sdk: { name: 'test', version: '0' },
      key: 'k',
    });
  });

  it('is as it was when it was tracked, whatever happens to its parts later', async () => {
    const world = createWorld();
    const { tracker, track } = world.open();
    const cart = { items: [{ id: 1 }] };
    track('cart', cart);
    cart.items.push({ id: 2 });
    (cart.items[0] as { id: number }).id = 9;
    await tracker.flush();
    expect(world.collector.events[0]?.properties).toEqual({ items: [{ id: 1 }] });
  });

  it('keeps the time it was tracked at, or was given', async () => {
    const world = createWorld();
    const { track } = world.open();
    track('now');
    track('then', {}, { eventTime: Date.UTC(2025, 5, 1) });
    world.network.behaviour = 'offline';
    await world.advance(60_000);
    world.network.behaviour = 'deliver';
    await world.advance(120_000);
    expect(world.collector.events.map(({ eventTime }) => eventTime)).toEqual([
      '2026-01-01T00:00:00.000Z',
      '2025-06-01T00:00:00.000Z',
    ]);
  });

  it('takes an event time that was left undefined for now', async () => {
    const world = createWorld();
    const { track, tracker } = world.open();
    track('a', {}, { eventTime: undefined } as never);
    await tracker.flush();
    expect(world.collector.events[0]?.eventTime).toBe('2026-01-01T00:00:00.000Z');
  });

  it('stands in the order it was tracked in, numbered from 1 without holes', async () => {
    const world = createWorld();
    const { tracker, track } = world.open();
    for (let i = 1; i <= 300; i++) {
      track(`e${i}`, { text: 'x'.repeat(i * 3) });
      if (i % 40 === 0) await world.advance(i * 20);
    }
    await tracker.flush();
    expect(world.collector.events.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 300 }, (_, i) => i + 1),
    );
    expect(world.names()).toEqual(Array.from({ length: 300 }, (_, i) => `e${i + 1}`));
    expect(new Set(world.collector.events.map(({ streamId }) => streamId)).size).toBe(1);
  });

  it('follows the network as it changes', async () => {
    const world = createWorld();
    let network = 'wifi';
    const { tracker, track, signal } = world.open({}, { facts: () => ({ network }) });
    track('a');
    network = '4g';
    signal('online');
    track('b');
    await tracker.flush();
    expect(world.collector.events.map((event) => event.network)).toEqual(['wifi', '4g']);
  });
});

describe('helpers', () => {
  it('track page views of the current page, or of the page they are told', async () => {
    const world = createWorld();
    const { tracker } = world.open();
    tracker.trackPageView();
    tracker.trackPageView('/b', 'B', 'https://a.test/');
    await tracker.flush();
    expect(world.collector.events.map(({ properties }) => properties)).toEqual([
      { pagePath: '/home', pageTitle: 'Home' },
      { pagePath: '/b', pageTitle: 'B', referrer: 'https://a.test/' },
    ]);
    expect(world.names()).toEqual(['page_view', 'page_view']);
  });

  it('track clicks', async () => {
    const world = createWorld();
    const { tracker } = world.open();
    tracker.trackClick('buy', 'Buy now', { sku: 7 });
    await tracker.flush();
    expect(world.named('button_click')[0]?.properties).toEqual({
      elementId: 'buy',
      elementText: 'Buy now',
      sku: 7,
    });
  });
});

describe('flush and close', () => {
  it('flush sends all, resolves after the answer and says how it went', async () => {
    const world = createWorld();
    const { tracker, track } = world.open();
    for (let i = 0; i < 500; i++) track('a', { text: 'x'.repeat(500) });
    expect(await tracker.flush()).toMatchObject({ acknowledged: 500, queued: 0 });
    world.network.behaviour = 'offline';
    track('b');
    expect(await tracker.flush()).toMatchObject({ acknowledged: 500, queued: 1 });
  });

  it('flush sends what was tracked while a request was under way', async () => {
    const world = createWorld();
    world.network.latency = 1000;
    const { tracker, track } = world.open({ batchSize: 1 });
    track('a');
    await world.advance(500);
    track('b');
    const flushed = tracker.flush();
    await world.advance(5000);
    expect(await flushed).toMatchObject({ acknowledged: 2, queued: 0 });
  });

  it('close sends all and frees the stream; later events are counted as given up, and nothing else happens', async () => {
    const world = createWorld();
    const { tracker, track, signal, stats } = world.open();
    track('a');
    await tracker.close();
    expect(world.names()).toEqual(['a']);
    expect(world.device.locks.size).toBe(0);
    const before = stats();
    track('b');
    tracker.setUser('u');
    tracker.setConsent('granted');
    for (const name of ['hidden', 'exit', 'visible', 'online'] as const) signal(name);
    await tracker.flush();
    await tracker.close();
    await world.advance(3_600_000);
    expect(stats()).toEqual({ ...before, tracked: before.tracked + 1, dropped: { closed: 1 } });
    expect(world.names()).toEqual(['a']);
    expect(world.device.locks.size).toBe(0);
    expect(world.clock.pending()).toBe(0);
  });

  it('close keeps the account, and what it could not send for the next tracker', async () => {
    for (const fault of [undefined, 'reject'] as const) {
      const world = createWorld();
      const { tracker, track } = world.open();
      world.device.store.fault = fault;
      world.network.behaviour = 'offline';
      track('a');
      await tracker.close();
      world.check();
      world.device.store.fault = undefined;
      world.network.behaviour = 'deliver';
      world.open();
      await world.advance(60_000);
      expect(world.names()).toEqual(['a']);
    }
  });

  it('close calls what plugins left to clean up, and bears that it throws', async () => {
    const world = createWorld();
    const calls: string[] = [];
    const { tracker, track } = world.open({
      plugins: [
        {
          name: 'bad',
          setup: () => () => {
            throw new Error('no');
          },
        },
        { name: 'good', setup: () => () => void calls.push('cleaned') },
      ],
    });
    track('a');
    await expect(tracker.close()).resolves.toBeUndefined();
    expect(calls).toEqual(['cleaned']);
    expect(world.names()).toEqual(['a']);
  });
});
