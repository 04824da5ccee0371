import { resolveOptions } from '@pugmark/core';
import { createFakeClock } from '@pugmark/core/testing';
import { describe, expect, it } from 'vitest';
import type { MiniApi } from './mini-api.js';
import { createMirror } from './mirror.js';
import { createMiniProgram } from './platform.js';
import { createDevice } from './testing/device.js';
import { startTracker } from './testing/tracker.js';
import { createWriter } from './writer.js';

const options = resolveOptions({ apiUrl: 'https://collect.example.com' });

/** The task that runs is over: what it promised to itself is done, and nothing of another task. */
const endOfTask = () => new Promise<void>((resolve) => process.nextTick(resolve));

/** A platform that takes every write over and never says that it has carried it out. */
function createSilent() {
  const { api } = createDevice();
  const taken: string[] = [];
  const setStorage: MiniApi['setStorage'] = ({ key, data }) => {
    taken.push(`${key} ${data}`);
    return new Promise(() => {});
  };
  return { api: { ...api, setStorage }, taken };
}

describe('what a task tracked', () => {
  it('is with the platform when the task ends, also while earlier writes are under way', async () => {
    const { api, taken } = createSilent();
    const tracker = startTracker(
      createMiniProgram(api, { request: () => undefined })('a', options.queue),
      options,
    );
    for (let index = 0; index < 10; index++) {
      tracker.track(`event_${index}`);
      await endOfTask();
      expect(taken.join().includes(`event_${index}`), `event ${index}`).toBe(true);
      // Another task of the app's, in which nothing is tracked.
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it('is with the platform also when it tracks again while the first write is on its way', async () => {
    const { api, taken } = createSilent();
    const tracker = startTracker(
      createMiniProgram(api, { request: () => undefined })('a', options.queue),
      options,
    );
    tracker.track('first');
    const names = 'abcdefghij'.split('').map((letter) => `later_${letter}`);
    for (const name of names) {
      await undefined;
      await undefined;
      tracker.track(name);
    }
    await endOfTask();
    expect(names.filter((name) => !taken.join().includes(name))).toEqual([]);
  });
});

describe('storage of an app that tracks all the time', () => {
  it('is written to 30 times at once, and from then on every 200 ms', async () => {
    const clock = createFakeClock();
    const device = createDevice();
    const open = () => {
      const writer = createWriter(device.api, clock, () => {});
      return { ...createMirror(device.api, 'p.', writer, clock), follow() {} };
    };
    const mirror = open();
    for (let task = 0; task < 1000; task++) {
      mirror.put(`k${task}`, 'x'.repeat(20));
      await clock.settle();
    }
    expect(device.writes).toBe(30);
    await clock.advance(200);
    expect(device.writes).toBe(31);
    expect(Object.keys(await open().load())).toHaveLength(1000);
  });
});
