import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { queueDirectory } from './disk/directory.js';
import { spareBytes } from './disk/spare-bytes.js';
import { resolveServerOptions } from './options.js';
import { temporaryDirectory } from './testing/directory.js';

const apiUrl = 'http://127.0.0.1:8787';
afterEach(() => vi.unstubAllEnvs());

function outsideOfTests() {
  for (const name of ['NODE_ENV', 'VITEST', 'JEST_WORKER_ID', 'NODE_TEST_CONTEXT'])
    vi.stubEnv(name, undefined as never);
}

describe('the queue of a test run', () => {
  test.each([
    ['NODE_ENV', 'test'],
    ['VITEST', 'true'],
    ['JEST_WORKER_ID', '1'],
    ['NODE_TEST_CONTEXT', 'child-v8'],
  ])('is in memory: %s', (name, value) => {
    outsideOfTests();
    expect(resolveServerOptions({ apiUrl }).durability).toBe('os');
    vi.stubEnv(name, value);
    expect(resolveServerOptions({ apiUrl }).durability).toBe('memory');
  });

  test('is on disk when the test says so, or names a directory', () => {
    expect(resolveServerOptions({ apiUrl }).durability).toBe('memory');
    expect(resolveServerOptions({ apiUrl, durability: 'os' }).durability).toBe('os');
    expect(resolveServerOptions({ apiUrl, directory: temporaryDirectory() }).durability).toBe('os');
  });
});

describe('what may wait', () => {
  const GB = 1e9;
  test.each([
    [100 * GB, 500e6],
    [4 * GB, 200e6],
    [1e6, 5e6],
    [0, 5e6],
  ])('with %d bytes free on the disk is %d bytes', (free, bytes) => {
    expect(spareBytes('/somewhere', () => free)).toBe(bytes);
  });

  test('is asked of the disk that the directory will be on', () => {
    const directory = temporaryDirectory();
    const { bavail, bsize } = statfsSync(directory);
    const bytes = spareBytes(join(directory, 'not', 'there', 'yet'));
    expect(bytes).toBeGreaterThanOrEqual(5e6);
    expect(bytes).toBeLessThanOrEqual(500e6);
    expect(bytes / Math.max(5e6, Math.min(500e6, bavail * bsize * 0.05))).toBeCloseTo(1, 0);
  });

  test('is what the app says, whatever the disk has', () => {
    const directory = temporaryDirectory();
    expect(resolveServerOptions({ apiUrl, directory, maxQueueBytes: 1e12 }).maxQueueBytes).toBe(1e12);
    expect(resolveServerOptions({ apiUrl, maxQueueBytes: Infinity }).maxQueueBytes).toBe(Infinity);
    expect(resolveServerOptions({ apiUrl, maxRetries: Infinity }).maxRetries).toBe(Infinity);
  });
});

describe('the directory of a queue', () => {
  const of = (name: string, queue = 'q') => queueDirectory({ directory: '/d', name, queue });

  test('is one for each name and address', () => {
    const queues = ['http://a', 'http://b'].map((url) => resolveServerOptions({ apiUrl: url }).queue);
    expect(new Set([of('shop', queues[0]), of('shop', queues[1]), of('other', queues[0])]).size).toBe(3);
  });

  test.each(['half an emoji \ud83d', '订单'.repeat(100), '../..', 'a/b', '.'])(
    'can be made for every name: %j',
    (name) => {
      const directory = temporaryDirectory();
      const path = queueDirectory({ directory, name, queue: 'q' });
      expect(join(path, '..')).toBe(directory);
      mkdirSync(path);
    },
  );

  test('tells long names apart that begin alike', () => {
    expect(of(`${'x'.repeat(500)}a`)).not.toBe(of(`${'x'.repeat(500)}b`));
  });
});

test.each([
  [{ durability: 'disk' }, '"durability" must be "os", "fsync", "memory", not "disk"'],
  [{ shutdownTimeout: '5' }, '"shutdownTimeout" must be a whole number, 0 or more, not "5"'],
  [{ handleSignals: 1 }, '"handleSignals" must be true or false, not number 1'],
  [{ directory: '' }, '"directory" must be a non-empty string, not ""'],
  [{ apiUrl: 'collect.example.com' }, '"apiUrl" must be an http(s) address'],
])('a wrong option is named with what it must be: %j', (options, message) => {
  expect(() => resolveServerOptions({ apiUrl, ...options } as never)).toThrow(message);
});
