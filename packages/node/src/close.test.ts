import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createTracker } from './index.js';
import { deadAddress, startCollector } from './testing/collector.js';
import { temporaryDirectory } from './testing/directory.js';

const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});

const EVENTS = ['exit', 'beforeExit', 'SIGTERM', 'SIGINT'] as const;
const listeners = () => EVENTS.map((name) => process.listenerCount(name as 'exit'));
const openFiles = (directory: string) =>
  readdirSync('/proc/self/fd').filter((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`).startsWith(directory);
    } catch {
      return false;
    }
  }).length;

/** Directories of streams, in all queues. */
const streams = (directory: string) =>
  readdirSync(directory).flatMap((queue) => {
    const path = join(directory, queue, 'streams');
    return existsSync(path) ? readdirSync(path) : [];
  });

test.each(['os', 'fsync'] as const)(
  '50 trackers made and closed leave nothing behind: %s',
  async (durability) => {
    const collector = await startCollector();
    const directory = temporaryDirectory();
    const before = listeners();
    for (let i = 0; i < 50; i++) {
      const tracker = createTracker({ apiUrl: collector.url, directory, durability, handleSignals: true });
      tracker.track('tick', { i });
      expect(await tracker.close()).toMatchObject({ acknowledged: 1, queued: 0 });
    }
    expect(collector.events()).toHaveLength(50);
    expect(listeners()).toEqual(before);
    expect(streams(directory)).toEqual([]);
    if (process.platform === 'linux') expect(openFiles(directory)).toBe(0);
  },
);

test('what could not be delivered stays on disk for the next tracker', async () => {
  const apiUrl = await deadAddress();
  const directory = temporaryDirectory();
  const first = createTracker({ apiUrl, directory, shutdownTimeout: 1000 });
  for (let i = 0; i < 20; i++) first.track('tick', { i });
  await first.close();
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('kept on disk for the next process: 20'));

  const collector = await startCollector(undefined, Number(new URL(apiUrl).port));
  const second = createTracker({ apiUrl, directory });
  await vi.waitFor(() => expect(second.stats().adopted).toBe(20));
  expect(await second.close()).toMatchObject({ acknowledged: 20, queued: 0 });
  expect(new Set(collector.events().map(({ eventId }) => eventId)).size).toBe(20);
  expect(streams(directory)).toEqual([]);
});

test('in memory the next tracker of the process takes over what was not delivered', async () => {
  const apiUrl = await deadAddress();
  const options = { apiUrl, durability: 'memory', shutdownTimeout: 1000 } as const;
  const first = createTracker(options);
  first.track('tick');
  await first.close();
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('lost when the process ends: 1'));
  const collector = await startCollector(undefined, Number(new URL(apiUrl).port));
  const second = createTracker(options);
  await vi.waitFor(() => expect(second.stats().adopted).toBe(1));
  expect(await second.close()).toMatchObject({ acknowledged: 1, queued: 0 });
  expect(collector.events()).toHaveLength(1);
});

test('close keeps its deadline, and after stop it only gives back', async () => {
  const collector = await startCollector(() => {});
  const before = listeners();
  const tracker = createTracker({
    apiUrl: collector.url,
    directory: temporaryDirectory(),
    shutdownTimeout: 100,
  });
  tracker.track('tick');
  expect(await tracker.stop()).toMatchObject({ acknowledged: 0, queued: 1 });
  await tracker.close();
  await tracker.close();
  expect(collector.received).toHaveLength(1);
  expect(listeners()).toEqual(before);
});

test('start after close begins again', async () => {
  const collector = await startCollector();
  const tracker = createTracker({ apiUrl: collector.url, directory: temporaryDirectory() });
  tracker.track('a');
  await tracker.close();
  tracker.start();
  tracker.track('b');
  expect(await tracker.close()).toMatchObject({ tracked: 2, acknowledged: 2, dropped: {} });
});
