import { describe, expect, it } from 'vitest';
import { createWorld } from '../testing/index.js';

const MINUTE = 60_000;

describe('consent by category', () => {
  it('lets through what was granted, and gives up the rest without a gap', async () => {
    const world = createWorld();
    const { track, tracker, stats } = world.open({ consent: 'pending' });
    track('a');
    track('vital', {}, { category: 'performance' });
    track('ad_seen', {}, { category: 'marketing' });
    await world.advance(MINUTE);
    expect(world.network.requests).toEqual([]);
    tracker.setConsent({ analytics: true, performance: true, marketing: false });
    track('ad_seen', {}, { category: 'marketing' });
    track('b', {}, { category: 'analytics' });
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['a', 'vital', 'b']);
    expect(stats().dropped).toEqual({ consent: 2 });
    const [streamId = ''] = world.collector.streams();
    expect(world.collector.lost(streamId)).toBe(0);
  });

  it('counts a category that is not named as refused', async () => {
    const world = createWorld();
    const { track, tracker } = world.open();
    tracker.setConsent({ marketing: true });
    track('a');
    track('ad_seen', {}, { category: 'marketing' });
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['ad_seen']);
  });

  it('is denied when all are refused: everything is erased', async () => {
    const world = createWorld();
    world.network.behaviour = 'offline';
    const { track, tracker } = world.open();
    track('a');
    await world.settle();
    tracker.setConsent({ analytics: false, performance: false });
    await world.advance(MINUTE);
    expect([...world.device.settings.entries]).toEqual([['consent', 'denied']]);
    expect([...world.device.store.records.keys()]).toEqual([]);
    expect(tracker.getConsent()).toBe('denied');
  });

  it('is remembered, and other tabs follow at once', async () => {
    const world = createWorld();
    const [one, two] = [world.open(), world.open()];
    two.track('before', {}, { category: 'marketing' });
    one.tracker.setConsent({ analytics: true, marketing: false });
    await world.settle();
    await world.advance(1);
    two.track('after', {}, { category: 'marketing' });
    expect(two.tracker.getConsent()).toEqual({ analytics: true, performance: false, marketing: false });
    const next = world.open();
    expect(next.tracker.getConsent()).toEqual({ analytics: true, performance: false, marketing: false });
    one.tracker.setConsent({ analytics: true, performance: true, marketing: true });
    await world.advance(1);
    expect(two.tracker.getConsent()).toBe('granted');
    await world.advance(MINUTE);
    expect(world.names()).toEqual(['before']);
  });

  it('may be given to init', () => {
    const { tracker } = createWorld().open({ consent: { analytics: true } });
    expect(tracker.getConsent()).toEqual({ analytics: true, performance: false, marketing: false });
  });

  it('takes a text in storage that names no categories for no decision', () => {
    for (const kept of ['analytics,ads', ',', 'analytics,', 'all']) {
      const world = createWorld();
      world.device.settings.set('consent', kept);
      expect(world.open({ consent: 'pending' }).tracker.getConsent()).toBe('pending');
    }
  });

  it('names a category that there is not, and counts the event as analytics', async () => {
    const world = createWorld();
    const { track, warnings } = world.open();
    track('a', {}, { category: 'ads' as never });
    await world.advance(MINUTE);
    expect(warnings).toEqual(['pugmark: "a" counts as analytics: there is no such category']);
    expect(world.names()).toEqual(['a']);
  });
});
