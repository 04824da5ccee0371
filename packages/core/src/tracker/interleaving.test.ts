import { describe, expect, it } from 'vitest';
import { createWorld, type NetworkBehaviour, type World } from '../testing/index.js';

const MINUTE = 60_000;
/** As a browser writes: the end of every task, and the store only what is not acknowledged after two seconds. */
const PATIENT = { writes: { tailBytes: () => Infinity, patience: 2000 } };
const WAIT: NetworkBehaviour = { status: 429, retryAfter: '600' };

/** A world in which a page has left events behind and died. */
async function createHeritage(events = 1): Promise<World> {
  const world = createWorld();
  world.network.behaviour = 'offline';
  const { track, crash } = world.open();
  for (let i = 0; i < events; i++) track('left', { i });
  await world.settle();
  crash();
  world.network.behaviour = 'deliver';
  world.network.requests.length = 0;
  return world;
}

/** Lets time pass until the store is asked for the text of a record. */
async function untilTextIsRead({ device, advance }: World) {
  const before = device.store.log.length;
  for (let ms = 0; ms < 10_000 && !device.store.log.slice(before).includes('get'); ms += 10)
    await advance(10);
}

describe('the time that a server has named', () => {
  it('holds for what is adopted meanwhile', async () => {
    const world = await createHeritage();
    world.device.store.delay = 200;
    world.network.behaviour = WAIT;
    const { track } = world.open({ batchSize: 1 });
    track('a');
    await world.advance(5 * MINUTE);
    expect(world.network.requests).toHaveLength(1);
  });

  it('holds when a hidden page has been told, and events were waiting for their interval', async () => {
    const world = createWorld();
    world.network.behaviour = WAIT;
    world.network.latency = 1000;
    const { track, signal } = world.open();
    track('a');
    await world.settle();
    signal('hidden');
    await world.advance(5 * MINUTE);
    expect(world.network.requests).toHaveLength(1);
  });

  it('holds when it is told while the text of a record is read from the store', async () => {
    const world = await createHeritage();
    world.device.store.delay = 300;
    world.network.behaviour = WAIT;
    world.network.latency = 100;
    const { track, signal } = world.open();
    await untilTextIsRead(world);
    track('a');
    await world.settle();
    signal('hidden');
    await world.advance(5 * MINUTE);
    expect(world.network.requests).toHaveLength(1);
  });
});

describe('consent that is withdrawn', () => {
  it('while the text of a record is read: nothing is sent', async () => {
    const world = await createHeritage();
    world.device.store.delay = 300;
    const { tracker, track } = world.open();
    track('a');
    await untilTextIsRead(world);
    tracker.setConsent('denied');
    await world.advance(5 * MINUTE);
    expect(world.network.requests).toEqual([]);
  });

  it('while gzip is being refused: the batch does not go again as plain text', async () => {
    const world = createWorld();
    world.network.latency = 100;
    world.network.behaviour = { status: 415, isCompressed: true };
    const { tracker, track } = world.open();
    track('a');
    void tracker.flush();
    await world.advance(50);
    tracker.setConsent('denied');
    await world.advance(MINUTE);
    expect(world.network.requests).toHaveLength(1);
  });

  it('in another tab while this one is frozen: no beacon carries what it tracks', async () => {
    const world = createWorld();
    const [away, other] = [world.open(), world.open()];
    away.track('before');
    await world.advance(MINUTE);
    away.signal('exit');
    other.tracker.setConsent('denied');
    world.network.requests.length = 0;
    away.track('after');
    await world.advance(MINUTE);
    expect(world.network.requests).toEqual([]);
  });

  it('in another tab within the task that tracks: the account adds up', async () => {
    const world = createWorld();
    const [one, other] = [world.open(), world.open()];
    other.tracker.setConsent('pending');
    one.track('a');
    one.signal('visible');
    await world.advance(MINUTE);
    other.tracker.setConsent('granted');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
  });

  it('and given again: what was registered still goes with every event', async () => {
    const world = createWorld();
    const { tracker, track } = world.open();
    tracker.register({ plan: 'free' });
    tracker.setConsent('pending');
    track('a');
    tracker.setConsent('granted');
    await world.advance(MINUTE);
    expect(world.named('a')[0]?.properties).toMatchObject({ plan: 'free' });
  });
});

describe('a log-out in another tab', () => {
  it('is not undone by a page that leaves before it hears of it', async () => {
    const world = createWorld();
    const [one, other] = [world.open(), world.open()];
    one.tracker.setUser('u-1');
    await world.advance(MINUTE);
    other.tracker.reset();
    one.signal('exit');
    expect(world.device.settings.get('user')).toBeUndefined();
  });

  it('holds for a page that was frozen meanwhile', async () => {
    const world = createWorld();
    const [one, other] = [world.open(), world.open()];
    one.tracker.setUser('u-1');
    one.track('before');
    await world.advance(MINUTE);
    one.signal('exit');
    other.tracker.reset();
    other.track('other');
    await world.advance(1000);
    one.signal('visible');
    one.track('after');
    await world.advance(MINUTE);
    const [before] = world.named('before');
    const [after] = world.named('after');
    const [another] = world.named('other');
    expect(after?.userId).toBeUndefined();
    expect(after).toMatchObject({ deviceId: another?.deviceId, sessionId: another?.sessionId });
    expect(after?.sessionId).not.toBe(before?.sessionId);
  });

  it('holds also where the log-in could not be kept', async () => {
    const world = createWorld();
    world.device.settings.isRefusing = true;
    const [one, other] = [world.open(), world.open()];
    one.tracker.setUser('u-1');
    await world.settle();
    world.device.settings.isRefusing = false;
    other.tracker.reset();
    await world.advance(1000);
    one.track('after');
    await world.advance(MINUTE);
    expect(world.named('after')[0]?.userId).toBeUndefined();
  });
});

describe('what a tracker has left to another', () => {
  it('it does not divide when a late answer asks for it', async () => {
    const world = createWorld();
    world.network.latency = 2000;
    world.network.behaviour = { status: 400 };
    const { track, signal, stats } = world.open();
    for (let i = 0; i < 14; i++) track('a', { i });
    await world.settle();
    signal('exit');
    await world.advance(5000);
    expect(stats()).toMatchObject({ queued: 0, adopted: -14 });
  });

  it('it does not send again when gzip was refused', async () => {
    const world = createWorld();
    world.network.latency = 100;
    world.network.beacon = 'lose';
    world.network.behaviour = { status: 415, isCompressed: true };
    const { track, tracker, signal } = world.open();
    track('a');
    void tracker.flush();
    await world.advance(50);
    signal('exit');
    await world.advance(MINUTE);
    expect(world.network.requests.filter(({ isBeacon }) => !isBeacon)).toHaveLength(1);
  });

  it('is what it tracks while it is away, too', async () => {
    const world = createWorld();
    const { track, signal, stats } = world.open({}, { sendOnExit: () => false });
    signal('exit');
    track('a');
    await world.settle();
    expect(stats()).toMatchObject({ tracked: 1, adopted: -1, queued: 0 });
    world.open();
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
  });

  it('is not taken back by an adoption that was under way', async () => {
    for (let delay = 0; delay < 60; delay++) {
      const world = await createHeritage();
      world.network.behaviour = 'offline';
      const { tracker, stats } = world.open();
      for (let turn = 0; turn < delay; turn++) await undefined;
      tracker.setConsent('pending');
      await world.advance(1000);
      expect([delay, stats().adopted]).toEqual([delay, 0]);
    }
  });

  it('is not asked for again and again when it was set aside', async () => {
    const world = createWorld();
    world.network.behaviour = { status: 400 };
    const { track, signal, tracker } = world.open();
    for (let i = 0; i < 8; i++) track('a', { i });
    await tracker.flush();
    signal('exit');
    let timers = 0;
    const { timer } = world.clock;
    world.clock.timer = (callback, ms) => {
      // A thousand in an hour is a loop: it must end, so that it can be seen.
      if (++timers > 1000) throw new Error('a timer after the other');
      return timer(callback, ms);
    };
    await world.advance(60 * MINUTE);
    expect(timers).toBeLessThan(100);
  });
});

describe('what is kept on the device', () => {
  it('stays there until each event of a divided record is safe', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    world.network.beacon = 'lose';
    const first = world.open({}, PATIENT);
    for (let i = 0; i < 10; i++) first.track('a', { i });
    first.signal('exit');
    first.crash();
    world.device.store.fault = 'reject';
    world.network.behaviour = { status: 400 };
    const second = world.open();
    await world.advance(1000);
    second.crash();
    world.device.store.fault = undefined;
    world.network.behaviour = 'deliver';
    world.open();
    await world.advance(MINUTE);
    const numbers = world.collector.streams().map((id) => world.collector.account(id));
    expect(numbers).toEqual([expect.objectContaining({ highest: 10, gaps: [] })]);
    expect(world.names()).toHaveLength(10);
  });

  it('leaves the store also when the store failed at that moment, and nothing else happens', async () => {
    const world = createWorld();
    const { track, tracker } = world.open();
    track('a');
    await world.settle();
    world.device.store.fault = 'reject';
    await tracker.flush();
    expect(world.device.store.records.size).toBe(1);
    world.device.store.fault = undefined;
    await world.advance(2 * MINUTE);
    expect(world.device.store.records.size).toBe(0);
  });

  it('leaves the store also when a write of a page that died came after its heir had looked', async () => {
    const world = createWorld();
    world.network.beacon = 'lose';
    world.device.store.delay = 800;
    const first = world.open();
    await world.settle();
    first.track('a');
    await world.settle();
    first.signal('exit');
    first.crash();
    world.device.store.delay = 0;
    const { tracker, signal } = world.open();
    await world.settle();
    await tracker.flush();
    await world.advance(MINUTE);
    signal('visible');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
    expect(world.device.store.records.size).toBe(0);
  });

  it('leaves the store also when the answer overtakes the write, and nothing else happens', async () => {
    const world = createWorld();
    world.device.store.delay = 800;
    world.network.latency = 2400;
    const { track, tracker } = world.open({}, PATIENT);
    await world.advance(MINUTE);
    track('a');
    void tracker.flush();
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a']);
    expect(world.device.store.records.size).toBe(0);
  });
});

describe('a full queue', () => {
  it('gives up what does not fit once, and not again at the next signal', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const { track, signal, stats } = world.open({ maxQueueBytes: 20_000 }, PATIENT);
    for (let i = 0; i < 7; i++) track('a', { text: 'x'.repeat(3000) });
    await world.settle();
    const { overflow } = stats().dropped;
    signal('hidden');
    signal('exit');
    await world.settle();
    expect(stats().dropped).toEqual({ overflow });
  });
});

describe('flush', () => {
  it('sends what was set aside together with the rest', async () => {
    const world = createWorld();
    const isStopped = (body: string) => body.includes('poison');
    world.network.behaviour = ({ body, bytes }) =>
      isStopped(body) ? { status: 500 } : world.collector.receive(body, bytes);
    const { track, tracker, stats } = world.open();
    track('poison');
    await tracker.flush();
    track('good');
    await tracker.flush();
    await world.advance(10 * MINUTE);
    expect(world.names()).toEqual(['good']);
    world.network.behaviour = 'deliver';
    track('later');
    await tracker.flush();
    expect(stats().queued).toBe(0);
  });
});
