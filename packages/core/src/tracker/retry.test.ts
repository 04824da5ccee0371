import { describe, expect, it } from 'vitest';
import { createWorld, type NetworkBehaviour, type World } from '../testing/index.js';

const MINUTE = 60_000;

const gaps = ({ network }: World) => {
  const times = network.requests.map(({ at }) => at);
  return times.slice(1).map((time, index) => time - (times[index] as number));
};

describe('retry', () => {
  const passing: [string, NetworkBehaviour][] = [
    ['no connection', 'offline'],
    ['a platform that rejects', 'reject'],
    ['a deadline', 'hang'],
    ['an answer that was lost', 'lose'],
    ...[404, 408, 425, 429, 500, 502, 503].map((status): [string, NetworkBehaviour] => [
      `status ${status}`,
      { status, body: 'no' },
    ]),
    ['a captive portal', { status: 200, body: '<html>Welcome</html>' }],
    ['an empty 204', { status: 204 }],
    ['JSON that is no answer', { status: 200, body: '{"ok":true}' }],
  ];
  for (const [what, behaviour] of passing) {
    it(`delivers after ${what}, and keeps everything until then`, async () => {
      const world = createWorld();
      world.network.next(behaviour, behaviour);
      const { track, stats } = world.open({ batchSize: 1 });
      track('a', { n: 1 });
      track('b', { n: 2 });
      await world.settle();
      expect(stats().acknowledged).toBe(0);
      expect(world.device.store.records.size).toBeGreaterThan(0);
      await world.advance(2 * MINUTE);
      expect(world.names()).toEqual(['a', 'b']);
      expect(stats()).toMatchObject({ acknowledged: 2, queued: 0, dropped: {} });
      expect(world.device.store.records.size).toBe(0);
    });
  }

  it('resends what the collector had stored already, and the collector keeps one', async () => {
    const world = createWorld();
    world.network.next('lose');
    const { track } = world.open({ batchSize: 1 });
    track('a');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
    expect(world.collector.duplicates).toBe(1);
    const [first, second] = world.network.requests.map(({ envelope }) => envelope.groups);
    expect(first).toEqual(second);
  });

  it('waits longer each time, at random within the bound', async () => {
    const waits: number[][] = [];
    for (let seed = 1; seed <= 20; seed++) {
      const world = createWorld(seed);
      world.network.behaviour = 'offline';
      world.open({ batchSize: 1, maxRetries: 4 }).track('a');
      await world.advance(20 * MINUTE);
      gaps(world).forEach((gap, index) => {
        const outage =
          (world.network.requests[index]?.at as number) - (world.network.requests[0]?.at as number);
        expect(gap).toBeLessThanOrEqual(Math.min(60_000, Math.max(1000, outage)));
        if (outage > 60_000) expect(gap).toBeGreaterThanOrEqual(36_000);
      });
      waits.push(gaps(world).slice(0, 4));
    }
    expect(new Set(waits.map(String)).size).toBeGreaterThan(10);
  });

  it('goes easy on a server that is down: a few requests in ten minutes, one record each', async () => {
    const world = createWorld();
    world.network.behaviour = { status: 503 };
    const { track, stats } = world.open();
    for (let second = 0; second < 600; second++) {
      track('a', { text: 'x'.repeat(1000) });
      await world.advance(1000);
    }
    expect(world.network.requests.length).toBeLessThanOrEqual(30);
    for (const { bytes } of world.network.requests.slice(-5)) expect(bytes).toBeLessThan(12_000);
    world.network.behaviour = 'deliver';
    await world.advance(2 * MINUTE);
    expect(stats()).toMatchObject({ acknowledged: 600, queued: 0, dropped: {} });
    expect(new Set(world.collector.events.map(({ seq }) => seq)).size).toBe(600);
  });

  it('obeys Retry-After in seconds and as a date', async () => {
    for (const form of ['seconds', 'date'] as const) {
      const world = createWorld();
      const at = world.clock.now() + 100_000;
      world.network.next({ status: 429, retryAfter: form === 'date' ? new Date(at).toUTCString() : '100' });
      const { track } = world.open({ batchSize: 1 });
      track('a');
      await world.advance(50_000);
      for (let i = 0; i < 30; i++) track('b');
      await world.advance(49_000);
      expect(world.network.requests).toHaveLength(1);
      await world.advance(62_000);
      expect(world.names()).toHaveLength(31);
    }
  });

  it('tries again at once when the host asks, when the network is back and when the user is', async () => {
    for (const trigger of ['flush', 'online', 'visible'] as const) {
      const world = createWorld();
      world.network.behaviour = { status: 503 };
      const { track, tracker, signal } = world.open({ batchSize: 1 });
      track('a');
      await world.advance(10 * MINUTE);
      world.network.behaviour = 'deliver';
      if (trigger === 'flush') void tracker.flush();
      else signal(trigger);
      await world.settle();
      expect(world.names()).toEqual(['a']);
    }
  });

  it('asks no sooner than the server has said, however often the user looks away and comes back', async () => {
    const world = createWorld();
    world.network.behaviour = { status: 429, retryAfter: '600' };
    const { track, tracker, signal } = world.open({ batchSize: 1 });
    track('a');
    await world.settle();
    for (let i = 0; i < 20; i++) {
      signal('hidden');
      signal('visible');
      signal('online');
      await world.advance(200);
    }
    expect(world.network.requests).toHaveLength(1);
    world.network.behaviour = 'deliver';
    await tracker.flush();
    expect(world.names()).toEqual(['a']);
  });

  it('asks when the host asks, and after that no sooner than the server has said', async () => {
    const world = createWorld();
    world.network.next({ status: 503, retryAfter: '600' }, 'offline');
    const { track, tracker } = world.open({ batchSize: 1 });
    track('a');
    await world.settle();
    await tracker.flush();
    expect(world.network.requests).toHaveLength(2);
    await world.advance(9 * MINUTE);
    expect(world.network.requests).toHaveLength(2);
    await world.advance(2 * MINUTE);
    expect(world.names()).toEqual(['a']);
  });

  it('waits an hour at most, whatever the server asks for', async () => {
    for (const retryAfter of ['3000000', '1e300', new Date(Date.UTC(2099, 0, 1)).toUTCString()]) {
      const world = createWorld();
      world.network.next({ status: 503, retryAfter });
      const { track } = world.open({ batchSize: 1 });
      track('a');
      await world.advance(59 * MINUTE);
      expect(world.network.requests).toHaveLength(1);
      await world.advance(2 * MINUTE);
      expect(world.names()).toEqual(['a']);
    }
  });

  it('does not give up an event for the number of its retries', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const { track, stats } = world.open({ maxRetries: 0 });
    track('a');
    await world.advance(24 * 60 * MINUTE);
    expect(stats()).toMatchObject({ queued: 1, dropped: {} });
    world.network.behaviour = 'deliver';
    await world.advance(2 * MINUTE);
    expect(world.names()).toEqual(['a']);
  });

  it('goes on when the wall clock was set back while it waited, and more was tracked since', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const { track, stats } = world.open();
    for (let index = 0; index < 20; index++) track('before');
    await world.advance(100);
    world.clock.jump(-24 * 60 * MINUTE);
    for (let index = 0; index < 20; index++) track('after');
    world.network.behaviour = 'deliver';
    await world.advance(MINUTE);
    expect(stats()).toMatchObject({ acknowledged: 40, queued: 0 });
  });

  it('goes on when the wall clock was set back while it waited', async () => {
    const world = createWorld();
    world.network.next('offline', 'offline');
    const { track } = world.open({ batchSize: 1 });
    track('a');
    await world.settle();
    world.clock.jump(-24 * 60 * MINUTE);
    await world.advance(2 * MINUTE);
    expect(world.names()).toEqual(['a']);
  });

  it('warns once an hour-long trouble, not once a request', async () => {
    const world = createWorld();
    world.network.behaviour = { status: 503 };
    const errors: string[] = [];
    const { track, tracker, warnings } = world.open({ batchSize: 1 });
    tracker.on('error', ({ message }) => errors.push(message));
    track('a');
    await world.advance(60 * MINUTE);
    expect(warnings).toHaveLength(1);
    expect(errors).toHaveLength(1);
  });
});

describe('a batch that is refused', () => {
  it('is split down to the bad event, and all others are delivered', async () => {
    const world = createWorld();
    world.collector.chokesOn(({ eventName }) => eventName === 'bad');
    const { track, tracker, stats } = world.open();
    const drops: string[] = [];
    tracker.on('drop', ({ reason }) => drops.push(reason));
    for (let i = 0; i < 100; i++) track(i === 37 ? 'bad' : 'good', { i, text: 'x'.repeat(300) });
    await world.advance(5 * MINUTE);
    expect(world.named('good')).toHaveLength(99);
    expect(stats()).toMatchObject({ acknowledged: 99, queued: 0, dropped: { refused: 1 } });
    expect(drops).toEqual(['refused']);
  });

  it('is sent in smaller ones when it was too large, with nothing lost', async () => {
    const world = createWorld();
    world.collector.maxBytes = 5000;
    const { track, stats } = world.open();
    for (let i = 0; i < 200; i++) track('a', { i, text: 'x'.repeat(100) });
    await world.advance(5 * MINUTE);
    expect(world.names()).toHaveLength(200);
    expect(stats()).toMatchObject({ acknowledged: 200, queued: 0, dropped: {} });
  });

  it('gives up what is too large alone, however many, and delivers the rest', async () => {
    const world = createWorld();
    world.collector.maxBytes = 5000;
    const { track, stats } = world.open();
    for (let i = 0; i < 12; i++) track('large', { i, text: 'x'.repeat(6000) });
    track('small');
    await world.advance(10 * MINUTE);
    expect(world.names()).toEqual(['small']);
    expect(stats()).toMatchObject({ acknowledged: 1, queued: 0, dropped: { too_large: 12 } });
  });

  it('is kept when every event alone is refused: then the fault is not in the events', async () => {
    const world = createWorld();
    world.collector.chokesOn(() => true);
    const { track, stats } = world.open();
    for (let i = 0; i < 50; i++) track('a', { i });
    await world.advance(30 * MINUTE);
    const { queued, dropped } = stats();
    expect(dropped.refused).toBeLessThanOrEqual(10);
    expect(queued).toBeGreaterThanOrEqual(40);
    world.collector.chokesOn(() => false);
    await world.advance(2 * MINUTE);
    expect(stats().queued).toBe(0);
  });

  it('blocks nobody for ever, when a few bad events stand together', async () => {
    const world = createWorld();
    world.collector.chokesOn(({ eventName }) => eventName === 'bad');
    const { track, stats } = world.open();
    for (let i = 0; i < 8; i++) track('bad', { i });
    track('good');
    await world.advance(60 * MINUTE);
    expect(world.names()).toEqual(['good']);
    expect(stats()).toMatchObject({ queued: 0, dropped: { refused: 8 } });
  });

  for (const status of [401, 403])
    it(`is held at ${status} of a collector: nothing more is sent until the next trigger, nothing is lost`, async () => {
      const world = createWorld();
      world.network.behaviour = { status, body: '{"error":{"code":"unknown_key","message":"no"}}' };
      const { track, signal, stats, warnings } = world.open({ batchSize: 1 });
      track('a');
      await world.advance(MINUTE);
      track('b');
      await world.advance(60 * MINUTE);
      expect(world.network.requests).toHaveLength(1);
      expect(warnings).toHaveLength(1);
      expect(stats()).toMatchObject({ queued: 2, dropped: {} });
      world.network.behaviour = 'deliver';
      signal('visible');
      await world.settle();
      expect(world.names()).toEqual(['a', 'b']);
    });
});

describe('an event that the collector rejects', () => {
  it('is dropped, counted and told of; the others of its batch are acknowledged', async () => {
    const world = createWorld();
    world.collector.rejects(({ eventName }) => (eventName === 'bad_name' ? 'invalid_name' : undefined));
    const { track, tracker, stats } = world.open();
    const told: unknown[] = [];
    for (const name of ['ack', 'drop', 'reject'] as const)
      tracker.on(name, (detail) => told.push([name, detail]));
    track('good');
    track('bad_name');
    track('good');
    await tracker.flush();
    expect(stats()).toMatchObject({ acknowledged: 2, queued: 0, dropped: { rejected: 1 } });
    expect(told).toEqual([
      ['drop', { reason: 'rejected', count: 1, streamId: undefined }],
      [
        'reject',
        expect.objectContaining({ code: 'invalid_name', eventId: expect.any(String), eventName: 'bad_name' }),
      ],
      ['ack', expect.objectContaining({ accepted: 2 })],
    ]);
    track('good');
    await tracker.flush();
    const [streamId = ''] = world.collector.streams();
    expect(world.collector.lost(streamId)).toBe(0);
    expect(world.collector.account(streamId)).toMatchObject({
      highest: 4,
      received: 3,
      rejected: 1,
      dropped: 0,
    });
  });

  it('counts once, however many trackers meet it again, so that a real loss beside it shows', async () => {
    const world = createWorld();
    world.collector.rejects(({ eventName }) => (eventName === 'bad' ? 'invalid' : undefined));
    const first = world.open();
    world.network.next({ status: 200, body: '{"accepted":1,"duplicates":0,"rejected":[]}' });
    first.track('taken_but_not_stored');
    await first.tracker.flush();
    await world.settle();
    world.device.store.fault = (operation) => (operation === 'remove' ? 'reject' : undefined);
    first.track('bad');
    await first.tracker.flush();
    first.crash();
    for (let visit = 0; visit < 3; visit++) {
      const heir = world.open();
      await world.advance(MINUTE);
      expect(heir.stats()).toMatchObject({ adopted: 1, queued: 0, dropped: { rejected: 1 } });
      heir.crash();
    }
    const [streamId = ''] = world.collector.streams();
    expect(world.collector.account(streamId)).toMatchObject({
      highest: 2,
      received: 0,
      rejected: 1,
      dropped: 0,
    });
    expect(world.collector.lost(streamId)).toBe(1);
  });

  it('counts no more as rejected once the collector has taken it after all', async () => {
    const world = createWorld();
    world.collector.rejects(() => 'unknown_event');
    world.device.store.fault = (operation) => (operation === 'remove' ? 'reject' : undefined);
    const first = world.open();
    first.track('new_event');
    await first.tracker.flush();
    first.crash();
    world.collector.rejects(() => undefined);
    world.open();
    await world.advance(MINUTE);
    const [streamId = ''] = world.collector.streams();
    expect(world.collector.account(streamId)).toMatchObject({
      highest: 1,
      received: 1,
      rejected: 0,
      dropped: 0,
    });
  });

  it('is told from one that the collector never understood: only of that the collector hears', async () => {
    const world = createWorld();
    world.collector.rejects(({ eventName }) => (eventName === 'bad' ? 'invalid' : undefined));
    world.collector.chokesOn(({ eventName }) => eventName === 'garbled');
    const { track, tracker, stats } = world.open();
    track('bad');
    track('garbled');
    track('good');
    await tracker.flush();
    track('good');
    await tracker.flush();
    expect(stats()).toMatchObject({ acknowledged: 2, queued: 0, dropped: { rejected: 1, refused: 1 } });
    const reports = world.network.requests.flatMap(({ body }) => JSON.parse(body).dropped ?? []);
    expect(new Set(reports.map(({ reason }) => reason))).toEqual(new Set(['refused']));
    const [streamId = ''] = world.collector.streams();
    expect(world.collector.account(streamId)).toMatchObject({
      highest: 4,
      received: 2,
      rejected: 1,
      dropped: 1,
    });
  });

  it('keeps the account when the answer is odd', async () => {
    const odd = ['5', '"x"', '{}', '[null]', '[5]', '[{}]', '[{"eventId":""}]', '[{"eventId":"unknown"}]'];
    for (const rejected of odd) {
      const world = createWorld();
      world.network.next({ status: 200, body: `{"accepted":1,"duplicates":0,"rejected":${rejected}}` });
      const { track } = world.open({ batchSize: 1 });
      track('a', { empty: '' });
      await world.advance(10 * MINUTE);
      world.check();
    }
  });
});
