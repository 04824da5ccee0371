import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWorld } from '../testing/index.js';
import { createTimeEvent } from './time-event.js';

const START = Date.UTC(2026, 0, 1);
beforeEach(() => void vi.useFakeTimers({ now: START, toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

function open() {
  const world = createWorld();
  const tab = world.prepare();
  return {
    ...tab,
    timeEvent: createTimeEvent(tab.tracker),
    async wait(ms: number) {
      vi.setSystemTime(Date.now() + ms);
      await world.advance(ms);
    },
    properties: async () => {
      await world.advance(60_000);
      return world.collector.events.map(({ properties }) => properties);
    },
  };
}

it('gives the next event of the name its duration, once', async () => {
  const { track, timeEvent, start, wait, properties } = open();
  start();
  timeEvent('checkout_done');
  await wait(5000);
  track('other');
  track('checkout_done', { n: 1 });
  track('checkout_done');
  timeEvent('constructor');
  track('constructor', { duration: 7 });
  expect(await properties()).toEqual([{}, { n: 1, duration: 5000 }, {}, { duration: 7 }]);
});

it('begins anew when it is called again, and is bounded', async () => {
  const { track, timeEvent, start, wait, properties } = open();
  start();
  timeEvent('a');
  for (let i = 0; i < 99; i++) timeEvent(`e${i}`);
  await wait(1000);
  timeEvent('e5');
  timeEvent('one_more');
  await wait(10);
  for (const name of ['a', 'e5', 'e6', 'one_more']) track(name);
  expect(await properties()).toEqual([{}, { duration: 10 }, { duration: 1010 }, { duration: 10 }]);
});

it('does not time what was tracked before the clock began', async () => {
  const { track, timeEvent, start, wait, properties } = open();
  track('a');
  await wait(10);
  timeEvent('a');
  start();
  expect(await properties()).toEqual([{}]);
});
