import { describe, expect, it } from 'vitest';
import { openTracker, resolveOptions } from '../index.js';
import { createStoredLog } from '../log/stored-log.js';
import { createMemoryPlatform, createWorld } from '../testing/index.js';

const MINUTE = 60_000;
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const throwing = {
  get userId(): string {
    throw new Error('getter');
  },
};

describe('setConsent', () => {
  for (const word of [
    true,
    false,
    1,
    'yes',
    'GRANTED',
    '',
    undefined,
    null,
    {},
    { ads: true },
    { analytics: 1 },
  ])
    it(`changes nothing and warns when it is given ${JSON.stringify(word)}`, async () => {
      const world = createWorld();
      const { track, tracker, warnings } = world.open({ consent: 'pending' });
      track('before');
      tracker.setConsent(word as never);
      track('after');
      expect(warnings).toEqual([
        'pugmark: setConsent needs "granted", "denied", "pending", or { analytics, performance, marketing }, each true or false',
      ]);
      await world.advance(MINUTE);
      expect(world.names()).toEqual([]);
      tracker.setConsent('granted');
      await world.advance(MINUTE);
      expect(world.names()).toEqual(['before', 'after']);
    });

  it('takes a word in storage that nobody knows for no decision, and never for a consent', async () => {
    for (const consent of ['granted', 'pending'] as const) {
      const world = createWorld();
      world.device.settings.set('consent', 'true');
      world.open({ consent }).track('a');
      await world.advance(MINUTE);
      expect(world.names()).toEqual(consent === 'granted' ? ['a'] : []);
    }
  });
});

describe('setUser', () => {
  const bad = [
    '',
    '   ',
    'e'.repeat(257),
    'undefined',
    'null',
    'NaN',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    undefined,
    null,
    true,
    {},
    { id: 1 },
    [],
    ['u'],
    Promise.resolve('u'),
    () => 'u',
    Symbol('u'),
    new String('u'),
  ];
  for (const [index, id] of bad.entries())
    it(`refuses what is not an id, and every event goes on without it: ${index} ${typeof id}`, async () => {
      const world = createWorld();
      const { track, tracker, warnings } = world.open();
      tracker.setUser(id as never);
      track('a');
      await tracker.flush();
      expect(warnings).toEqual(['pugmark: setUser needs an id of 1 to 256 characters']);
      expect(world.collector.events).toEqual([expect.not.objectContaining({ userId: expect.anything() })]);
    });

  it('takes texts, numbers and big numbers', async () => {
    for (const [given, id] of [
      ['u-1', 'u-1'],
      [42, '42'],
      [0, '0'],
      [5n, '5'],
      [' u ', 'u'],
      ['x'.repeat(256), 'x'.repeat(256)],
    ] as const) {
      const world = createWorld();
      const { track, tracker } = world.open();
      tracker.setUser(given);
      track('a');
      await tracker.flush();
      expect(world.named('a')[0]?.userId).toBe(id);
    }
  });

  it('keeps the log-in when an identifier beside it is none', async () => {
    const world = createWorld();
    const { tracker, warnings } = world.open();
    tracker.setUser('u', { orderId: 10n, bad: {} as never, empty: '', none: null });
    await tracker.flush();
    expect(world.collector.events[0]).toMatchObject({ userId: 'u', identities: { orderId: '10' } });
    expect(warnings).toEqual(['pugmark: "bad" of setUser was left out: it is not an id']);
  });

  it('does not poison the visits to come through what storage holds', async () => {
    for (const kept of [
      '{"userId":{"a":1}}',
      '[]',
      '5',
      '{"userId":""}',
      `{"userId":"${'e'.repeat(300)}"}`,
      '{',
    ]) {
      const world = createWorld();
      world.device.settings.set('user', kept);
      world.device.settings.set('device', kept.length > 100 ? 'd'.repeat(300) : ' ');
      world.device.settings.set('session', kept);
      world.open().track('a');
      await world.advance(MINUTE);
      const [event] = world.collector.events;
      expect(event).not.toHaveProperty('userId');
      expect(event?.deviceId).toMatch(/^[0-9a-f-]{36}$/);
      expect(event?.sessionId).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('register', () => {
  const nested = (depth: number) => {
    let value: object = {};
    for (let level = 1; level < depth; level++) value = { value };
    return value;
  };
  const bad: [string, unknown][] = [
    ['too many keys', Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, index]))],
    ['a value nested too deep', { nested: nested(40) }],
    ['too much text', { text: 'x'.repeat(9000) }],
  ];
  for (const [what, properties] of bad)
    it(`refuses ${what}, and every event goes on without it`, async () => {
      const world = createWorld();
      const { track, tracker, warnings } = world.open();
      tracker.register({ plan: 'gold' });
      tracker.register(properties as object);
      track('a');
      await tracker.flush();
      expect(world.collector.events[0]?.properties).toEqual({ plan: 'gold' });
      expect(warnings).toEqual(['pugmark: register: at most 128 properties, 8,000 characters, 30 levels']);
    });

  it('bears what cannot be serialised, before and after the start', async () => {
    const world = createWorld();
    const { track, tracker } = world.open();
    for (const value of [revoked(), throwing, { big: 5n }, undefined, null, 5, 'x'])
      tracker.register(value as object);
    track('a');
    await tracker.flush();
    expect(world.names()).toEqual(['a']);
  });
});

describe('what waits for the start', () => {
  it('is a copy: later changes of the host’s own objects are not sent', async () => {
    const { platform, clock, collector } = createMemoryPlatform();
    const { tracker, start } = openTracker({ ...platform, isLive: true });
    const identities = { escortId: 'e1' };
    const registered = { plan: 'free', nested: { plan: 'free' } };
    const properties = { cart: { items: [1] } };
    tracker.setUser('u', identities);
    tracker.register(registered);
    tracker.track('cart', properties);
    identities.escortId = registered.plan = registered.nested.plan = 'CHANGED';
    properties.cart.items.push(2);
    start({
      platform,
      options: resolveOptions({ apiUrl: 'https://c.test' }),
      sdk: { name: 't', version: '0' },
      log: createStoredLog(platform),
    });
    await clock.advance(MINUTE);
    const text = JSON.stringify(collector.events);
    expect(text).not.toContain('CHANGED');
    expect(text).toContain('[1]');
  });

  it('is not a copy of what the host gave setUser and register while it runs, either', async () => {
    const world = createWorld();
    const { track, tracker } = world.open();
    const identities = { a: '1' };
    const registered = { plan: 'free' };
    tracker.setUser('u', identities);
    tracker.register(registered);
    identities.a = registered.plan = '2';
    track('a');
    await tracker.flush();
    expect(JSON.stringify(world.collector.events)).not.toContain('"2"');
  });

  it('keeps calls such as setUser, however many events were too many', async () => {
    const world = createWorld();
    const { track, tracker, stats } = world.open({ consent: 'pending' });
    for (let i = 0; i < 1100; i++) track('a', { i });
    tracker.setUser('u');
    tracker.setConsent('granted');
    track('after');
    await world.advance(MINUTE);
    expect(world.named('after')[0]?.userId).toBe('u');
    expect(stats()).toMatchObject({
      tracked: 1102,
      acknowledged: 1002,
      queued: 0,
      dropped: { overflow: 100 },
    });
    const [streamId = ''] = world.collector.streams();
    expect(world.collector.account(streamId)).toMatchObject({ dropped: 100, gaps: [] });
  });

  it('has the time of its call, the log-in too', async () => {
    const world = createWorld();
    const { track, tracker } = world.open({ consent: 'pending' });
    tracker.setUser('u');
    await world.advance(MINUTE);
    track('later');
    await world.advance(MINUTE);
    tracker.setConsent('granted');
    await world.advance(MINUTE);
    const [identify, later] = world.collector.events.map(({ eventTime }) => Date.parse(eventTime));
    expect((later as number) - (identify as number)).toBe(MINUTE);
  });

  it('is counted as given up when the tracker is closed before consent', async () => {
    const world = createWorld();
    const { track, tracker, stats } = world.open({ consent: 'pending' });
    track('a');
    await tracker.close();
    expect(stats()).toEqual({ tracked: 1, adopted: 0, acknowledged: 0, queued: 0, dropped: { closed: 1 } });
  });
});

describe('the options of track', () => {
  it('are the known ones and no others, so that nobody overwrites numbers and streams', async () => {
    const world = createWorld();
    const { track, tracker } = world.open();
    track('a', { n: 1 }, {
      seq: 1000,
      streamId: 'other',
      platform: 'x',
      eventId: 'y',
      eventName: 'z',
      properties: {},
    } as never);
    track('b', {}, { toJSON: () => 'text' } as never);
    await tracker.flush();
    expect(world.names()).toEqual(['a', 'b']);
    expect(world.collector.events[0]).toMatchObject({ seq: 1, platform: 'h5', properties: { n: 1 } });
    expect(world.collector.streams()).toHaveLength(1);
  });

  it('take ids of one kind everywhere; what is none is left out and named', async () => {
    const world = createWorld();
    const { track, tracker, warnings } = world.open();
    track('a', {}, { userId: 42, deviceId: 7n, sessionId: 's' });
    track('b', {}, { userId: Number.NaN, deviceId: {}, sessionId: null, identities: 'u1' } as never);
    track('c', {}, { userId: 'x'.repeat(257), identities: { orderId: 5, bad: [] } } as never);
    await tracker.flush();
    const [a, b, c] = world.collector.events;
    expect(a).toMatchObject({ userId: '42', deviceId: '7', sessionId: 's' });
    expect(b).not.toHaveProperty('userId');
    expect(b?.deviceId).toMatch(/^[0-9a-f-]{36}$/);
    expect(c).toMatchObject({ identities: { orderId: '5' } });
    expect(warnings).toContain('pugmark: "userId" of "c" was left out: it is not an id');
    expect(warnings).toContain('pugmark: "bad" of "c" was left out: it is not an id');
  });

  it('say when a time was given in seconds', async () => {
    const world = createWorld();
    const { track, warnings } = world.open();
    track('a', {}, { eventTime: 1_700_000_000 });
    expect(warnings).toEqual(['pugmark: eventTime of "a" must be in milliseconds']);
  });
});

describe('an event name that no collector takes', () => {
  it('is told at the call, once a name, with one that would do', async () => {
    const world = createWorld();
    const { track, stats, warnings } = world.open();
    for (const name of [
      'Order Completed',
      '$pageview',
      'OrderPaid',
      'OrderPaid',
      '中文',
      'a'.repeat(70),
      '',
      undefined,
    ])
      track(name as string);
    expect(warnings.slice(0, 3)).toEqual([
      'pugmark: "Order Completed" was dropped: an event is called like "order_completed"',
      'pugmark: "$pageview" was dropped: an event is called like "pageview"',
      'pugmark: "OrderPaid" was dropped: an event is called like "order_paid"',
    ]);
    expect(warnings).toHaveLength(7);
    expect(stats().dropped).toEqual({ invalid: 8 });
  });

  it('keeps six different mistakes apart', async () => {
    const world = createWorld();
    const { track, warnings } = world.open();
    for (let i = 0; i < 6; i++) track(`event_${i}`, { big: 5n });
    expect(warnings).toHaveLength(6);
    for (let i = 0; i < 6; i++) expect(warnings[i]).toContain(`event_${i}`);
  });
});

describe('functions handed over as they are', () => {
  it('take only texts from a router or a listener', async () => {
    const world = createWorld();
    const { tracker } = world.open();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    tracker.trackPageView(circle as never, circle as never);
    tracker.trackClick({ isTrusted: true } as never);
    await tracker.flush();
    expect(world.collector.events.map(({ properties }) => properties)).toEqual([
      { pagePath: '/home', pageTitle: 'Home' },
      { elementId: '' },
    ]);
  });
});

describe('a console that throws', () => {
  it('never reaches the host', async () => {
    const world = createWorld();
    const logger = {
      warn() {
        throw new Error('console');
      },
    };
    const { track, tracker } = world.open({}, { logger });
    expect(() => {
      track('a', { big: 5n });
      tracker.setUser('');
      tracker.use(undefined as never);
    }).not.toThrow();
    await tracker.close();
  });
});
