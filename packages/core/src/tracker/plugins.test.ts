import { describe, expect, it } from 'vitest';
import type { DraftEvent, LifecycleSignal, PluginContext } from '../index.js';
import { openTracker, resolveOptions } from '../index.js';
import { createStoredLog } from '../log/stored-log.js';
import { createMemoryPlatform, createWorld } from '../testing/index.js';

const MINUTE = 60_000;

describe('a plugin', () => {
  it('sees early events as it sees later ones: times are numbers', async () => {
    const { platform, clock, collector } = createMemoryPlatform();
    const { tracker, start } = openTracker({ ...platform, isLive: true });
    const types: string[] = [];
    const later = {
      name: 'later',
      process(event: DraftEvent) {
        types.push(typeof event.eventTime);
        return { ...event, eventTime: event.eventTime + 1000 };
      },
    };
    tracker.track('early', {}, { userId: 7, priority: 'P0' });
    const at = clock.now();
    start({
      platform,
      options: resolveOptions({ apiUrl: 'https://c.test', plugins: [later, false, undefined, null] }),
      sdk: { name: 't', version: '0' },
      log: createStoredLog(platform),
    });
    tracker.track('late');
    await clock.advance(MINUTE);
    expect(types).toEqual(['number', 'number']);
    expect(collector.events.map(({ eventTime }) => Date.parse(eventTime) - at)).toEqual([1000, 1000]);
    expect(collector.events[0]).toMatchObject({ userId: '7', priority: 'P0' });
  });

  it('is set up once the tracker has started, and undone by what use returned, or by close', async () => {
    const { platform, clock } = createMemoryPlatform();
    const { tracker, start } = openTracker({ ...platform, isLive: true });
    const log: string[] = [];
    const make = (name: string) => ({
      name,
      setup() {
        log.push(`${name} up`);
        return () => log.push(`${name} down`);
      },
    });
    const undo = tracker.use(make('early'));
    tracker.use(make('kept'));
    expect(log).toEqual([]);
    const parts = {
      platform,
      options: resolveOptions({ apiUrl: 'https://c.test', plugins: [make('option')] }),
      sdk: { name: 't', version: '0' },
      log: createStoredLog(platform),
    };
    start(parts);
    expect(log.splice(0)).toEqual(['early up', 'kept up', 'option up']);
    undo();
    undo();
    expect(log.splice(0)).toEqual(['early down']);
    await tracker.close();
    expect(log.splice(0)).toEqual(['kept down', 'option down']);
    start(parts);
    expect(log.splice(0)).toEqual(['kept up', 'option up']);
    await clock.advance(MINUTE);
  });

  it('taken away no longer sees events', async () => {
    const world = createWorld();
    const { track, tracker } = world.open();
    const undo = tracker.use({ name: 'p', process: () => null });
    track('seen');
    undo();
    track('unseen');
    await tracker.flush();
    expect(world.names()).toEqual(['unseen']);
  });

  it('gets page, clock, logger, and settings of its own that need consent', async () => {
    const world = createWorld();
    let context: PluginContext | undefined;
    const { tracker } = world.open({
      consent: 'pending',
      plugins: [
        {
          name: 'p',
          setup(given) {
            context = given;
          },
        },
      ],
    });
    expect(context?.page()).toEqual({ pagePath: '/home', pageTitle: 'Home' });
    expect(context?.clock.now()).toBe(world.clock.now());
    expect(context?.settings.set('a', '1')).toBe(false);
    expect(world.device.settings.entries.size).toBe(0);
    tracker.setConsent('granted');
    expect(context?.settings.set('a', '1')).toBe(true);
    expect(context?.settings.get('a')).toBe('1');
    expect(world.device.settings.get('a')).toBeUndefined();
    tracker.setConsent('denied');
    expect(context?.settings.get('a')).toBeUndefined();
  });

  it('hears of a signal before the tracker sends, so that what it tracks then still goes', async () => {
    const world = createWorld();
    const heard: LifecycleSignal[] = [];
    const tab = world.open({
      plugins: [
        {
          name: 'leave',
          setup({ lifecycle, track }) {
            return lifecycle((signal) => {
              heard.push(signal);
              if (signal === 'hidden') track('page_leave');
              if (signal === 'offline') throw new Error('a plugin');
            });
          },
        },
      ],
    });
    await world.settle();
    tab.signal('offline');
    tab.signal('hidden');
    expect(world.names()).toEqual(['page_leave']);
    await tab.tracker.close();
    tab.signal('visible');
    expect(heard).toEqual(['offline', 'hidden']);
  });

  it('may track from its own process without meeting itself again', async () => {
    const world = createWorld();
    const { track, tracker } = world.open();
    tracker.use({
      name: 'echo',
      process(event) {
        track('echo', { of: event.eventName });
        return event;
      },
    });
    track('a');
    await tracker.flush();
    expect(world.names().sort()).toEqual(['a', 'echo']);
  });

  it('that forgets to return the event costs no event, and is told so', async () => {
    const world = createWorld();
    const { track, tracker, warnings } = world.open();
    tracker.use({
      name: 'forgetful',
      process(event: DraftEvent) {
        event.properties.seen = true;
      },
    } as never);
    track('a');
    await tracker.flush();
    expect(world.collector.events[0]?.properties).toEqual({ seen: true });
    expect(warnings).toEqual(['pugmark: plugin forgetful must return the event or null']);
  });

  it('that makes an event without a time gives it the time of the call', async () => {
    const world = createWorld();
    const { track, tracker } = world.open();
    tracker.use({ name: 'p', process: ({ eventName, properties }) => ({ eventName, properties }) as never });
    await world.advance(1000);
    track('a');
    track('b');
    await tracker.flush();
    for (const { eventTime } of world.collector.events) expect(Date.parse(eventTime)).toBe(world.clock.now());
  });

  it('that is none at all is left out', () => {
    const { tracker } = createWorld().open();
    for (const nothing of [undefined, null, false, 5, 'p'])
      expect(() => tracker.use(nothing as never)()).not.toThrow();
  });
});

describe('a listener', () => {
  it('for drops that tracks something bad itself is not called for that', async () => {
    const world = createWorld();
    const { track, tracker, stats } = world.open();
    let calls = 0;
    tracker.on('drop', () => {
      calls++;
      track('again', { big: 5n });
    });
    track('bad', { big: 5n });
    expect(calls).toBe(1);
    expect(stats().dropped).toEqual({ invalid: 2 });
  });
});
