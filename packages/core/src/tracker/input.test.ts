import { describe, expect, it } from 'vitest';
import { createWorld } from '../testing/index.js';

const MINUTE = 60_000;

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;
const thrower = {
  get value(): never {
    throw new Error('from a getter');
  },
};
const fails = () => {
  throw new Error('from toJSON');
};

describe('what cannot be an event', () => {
  const bad: [string, unknown[]][] = [
    ['no name', [undefined]],
    ['a number for a name', [5]],
    ['an object for a name', [{}]],
    ['a symbol for a name', [Symbol('a')]],
    ['a cycle', ['a', cyclic]],
    ['a BigInt', ['a', { value: BigInt(5) }]],
    ['a getter that throws', ['a', thrower]],
    ['a nested getter that throws', ['a', { nested: thrower }]],
    ['a toJSON that throws', ['a', { value: { toJSON: fails } }]],
    ['a time that is none', ['a', {}, { eventTime: Number.NaN }]],
    ['an endless time', ['a', {}, { eventTime: Number.POSITIVE_INFINITY }]],
    ['a revoked proxy', ['a', revoked()]],
  ];
  for (const [what, args] of bad) {
    it(`is dropped, counted and warned of once: ${what}`, async () => {
      const world = createWorld();
      const { tracker, track, stats, warnings } = world.open();
      expect(() => {
        track(...(args as [string]));
        track(...(args as [string]));
      }).not.toThrow();
      track('good');
      await tracker.flush();
      expect(world.names()).toEqual(['good']);
      expect(stats()).toMatchObject({ tracked: 3, acknowledged: 1, dropped: { invalid: 2 } });
      expect(warnings).toHaveLength(1);
      const [streamId = ''] = world.collector.streams();
      expect(world.collector.account(streamId)).toMatchObject({
        highest: 3,
        received: 1,
        rejected: 0,
        dropped: 2,
      });
    });
  }

  it('is too large above 32,000 bytes, measured in UTF-8', async () => {
    const world = createWorld();
    const { tracker, track, stats } = world.open();
    track('fits', { text: 'x'.repeat(31_000) });
    track('fits', { text: '中'.repeat(10_000) });
    track('huge', { text: 'x'.repeat(33_000) });
    track('huge', { text: '中'.repeat(11_000) });
    await tracker.flush();
    expect(world.names()).toEqual(['fits', 'fits']);
    expect(stats().dropped).toEqual({ too_large: 2 });
  });

  it('breaks nothing in the helpers either', async () => {
    const world = createWorld();
    const { tracker, warnings } = world.open();
    expect(() => tracker.trackClick('id', 'text', thrower)).not.toThrow();
    expect(() => tracker.trackClick('id', 'text', cyclic)).not.toThrow();
    expect(() => tracker.trackPageView(Symbol('x') as never)).not.toThrow();
    expect(() => tracker.register(cyclic)).not.toThrow();
    expect(() => tracker.register(thrower)).not.toThrow();
    expect(() => tracker.register(undefined as never)).not.toThrow();
    expect(() => tracker.unregister(undefined as never)).not.toThrow();
    expect(warnings.length).toBeGreaterThan(0);
    await world.advance(MINUTE);
  });

  for (const [what, args] of [
    ['a cycle', ['u', cyclic]],
    ['a BigInt', ['u', { a: BigInt(1) }]],
    ['a getter that throws', ['u', thrower]],
    ['a symbol', [Symbol('u')]],
    ['an object without a text', [Object.create(null)]],
  ] as [string, unknown[]][])
    it(`harms nobody in setUser: ${what}`, async () => {
      const world = createWorld();
      const { tracker, track } = world.open();
      expect(() => tracker.setUser(...(args as [string]))).not.toThrow();
      track('after');
      await tracker.flush();
      expect(world.named('after')).toHaveLength(1);
    });
});

function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe('odd text', () => {
  it('arrives: lone surrogates, line breaks, separators, quotes, prototypes', async () => {
    const world = createWorld();
    const { tracker, track } = world.open();
    const properties = JSON.parse('{"__proto__":{"a":1},"constructor":1}');
    track('odd', {
      lone: 'a\ud83d',
      line: 'a\nb\r\u2028\u2029',
      quote: '"\\"',
      nul: '\0',
      '': 'no name',
      undef: undefined,
      nan: Number.NaN,
      date: new Date(0),
    });
    track('prototypes', properties);
    await tracker.flush();
    expect(world.collector.events[0]?.properties).toEqual({
      lone: 'a\ud83d',
      line: 'a\nb\r\u2028\u2029',
      quote: '"\\"',
      nul: '\0',
      '': 'no name',
      nan: null,
      date: '1970-01-01T00:00:00.000Z',
    });
    expect(world.collector.events[1]?.properties).toHaveProperty('constructor', 1);
  });

  it('survives the store and a split', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const first = world.open();
    for (let i = 0; i < 20; i++) first.track('odd', { i, text: '\n\r\u2028"\\😀\ud83d' });
    await world.settle();
    first.crash();
    world.network.behaviour = 'deliver';
    world.collector.maxBytes = 1000;
    world.open();
    await world.advance(10 * MINUTE);
    expect(world.names()).toHaveLength(20);
    for (const { properties } of world.collector.events)
      expect(properties?.text).toBe('\n\r\u2028"\\😀\ud83d');
  });

  it('of a property that equals another event’s id misleads nobody', async () => {
    const world = createWorld();
    world.collector.rejects(({ eventName }) => (eventName === 'bad' ? 'invalid' : undefined));
    const { tracker, track, stats } = world.open();
    let id = '';
    tracker.on('reject', ({ eventId }) => {
      id = eventId;
    });
    track('bad');
    await tracker.flush();
    track('good', { about: id });
    track('bad');
    await tracker.flush();
    expect(world.names()).toEqual(['good']);
    expect(stats()).toMatchObject({ acknowledged: 1, dropped: { rejected: 2 } });
  });
});

it('options that are called like a field of the event take its place nowhere', async () => {
  const world = createWorld();
  const change = (event: { properties: object }) => {
    Object.assign(event.properties, { b: 2 });
    return event as never;
  };
  const { tracker, track } = world.open({ plugins: [{ name: 'change', process: change }] });
  const options = { eventName: 'other', properties: { a: 'other' }, userId: 'u' };
  track('x', { a: 1 }, options as never);
  await tracker.flush();
  expect(world.collector.events).toMatchObject([{ eventName: 'x', userId: 'u', properties: { a: 1, b: 2 } }]);
  expect(options.properties).toEqual({ a: 'other' });
});

describe('plugins', () => {
  it('see and change every event in the order of use', async () => {
    const world = createWorld();
    const order: string[] = [];
    const plugin = (name: string) => ({
      name,
      process: (event: { eventName: string; properties: Record<string, unknown> }) => {
        order.push(`${name}:${event.eventName}`);
        event.properties[name] = true;
        return event as never;
      },
    });
    const { tracker, track } = world.open({ plugins: [plugin('one'), plugin('two')] });
    const mine = { a: 1 };
    track('x', mine);
    tracker.use(plugin('three'));
    track('y');
    await tracker.flush();
    expect(order).toEqual(['one:x', 'two:x', 'one:y', 'two:y', 'three:y']);
    expect(world.collector.events.map(({ properties }) => properties)).toEqual([
      { a: 1, one: true, two: true },
      { one: true, two: true, three: true },
    ]);
    expect(mine).toEqual({ a: 1 });
  });

  it('drop an event with null, counted and reported', async () => {
    const world = createWorld();
    const { tracker, track, stats } = world.open({
      plugins: [{ name: 'filter', process: (event) => (event.eventName === 'noise' ? null : event) }],
    });
    track('noise');
    track('signal');
    await tracker.flush();
    expect(world.names()).toEqual(['signal']);
    expect(stats().dropped).toEqual({ plugin: 1 });
    expect(world.collector.lost(world.collector.streams()[0] as string)).toBe(0);
  });

  it('that throw are skipped, warned of once', async () => {
    const world = createWorld();
    const { tracker, track, warnings } = world.open({
      plugins: [
        { name: 'broken', process: fails as never },
        { name: 'works', process: (event) => ({ ...event, properties: { ok: true } }) },
        { name: 'unready', setup: fails as never },
      ],
    });
    track('a');
    track('b');
    await tracker.flush();
    expect(world.collector.events.map(({ properties }) => properties)).toEqual([{ ok: true }, { ok: true }]);
    expect(warnings).toHaveLength(2);
  });

  it('that spoil an event lose that event alone', async () => {
    const world = createWorld();
    const { tracker, track, stats } = world.open({
      plugins: [
        {
          name: 'spoils',
          process: (event) => (event.eventName === 'x' ? { ...event, properties: cyclic } : event),
        },
      ],
    });
    track('x');
    track('y');
    await tracker.flush();
    expect(world.names()).toEqual(['y']);
    expect(stats().dropped).toEqual({ invalid: 1 });
  });

  it('may track while they see an event', async () => {
    const world = createWorld();
    const { tracker, track } = world.open();
    tracker.use({
      name: 'echo',
      process(event) {
        if (event.eventName === 'a') track('echo');
        return event;
      },
    });
    track('a');
    await tracker.flush();
    expect(world.names().sort()).toEqual(['a', 'echo']);
    expect(world.collector.lost(world.collector.streams()[0] as string)).toBe(0);
  });
});

describe('listeners', () => {
  it('that throw harm neither the tracker nor other listeners', async () => {
    const world = createWorld();
    const { tracker, track, stats, warnings } = world.open();
    const heard: string[] = [];
    for (const name of ['ack', 'drop', 'error'] as const) {
      tracker.on(name, fails);
      tracker.on(name, () => heard.push(name));
    }
    track('a');
    track('b', cyclic);
    await tracker.flush();
    expect(stats()).toMatchObject({ acknowledged: 1, queued: 0, dropped: { invalid: 1 } });
    expect(heard).toEqual(expect.arrayContaining(['ack', 'drop', 'error']));
    expect(warnings.length).toBeLessThanOrEqual(2);
  });

  it('that have stopped hear nothing more', async () => {
    const world = createWorld();
    const { tracker, track } = world.open();
    let heard = 0;
    const stop = tracker.on('ack', () => heard++);
    track('a');
    await tracker.flush();
    stop();
    stop();
    track('b');
    await tracker.flush();
    expect(heard).toBe(1);
  });

  it('may track', async () => {
    const world = createWorld();
    const { tracker, track } = world.open();
    const stop = tracker.on('ack', () => {
      stop();
      track('acked');
    });
    track('a');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a', 'acked']);
  });
});
