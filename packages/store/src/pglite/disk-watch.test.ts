import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NEEDED, watchDisk } from './disk-watch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('says once when the disk is full, with what is needed, and goes on when there is room', async () => {
  let free = NEEDED * 2;
  const told: string[] = [];
  const disk = await watchDisk({
    directory: 'data',
    onFull: ({ message }) => told.push(message),
    readFree: async () => free,
  });
  expect(disk.problem()).toBeUndefined();
  free = 13 * 1024 * 1024;
  await vi.advanceTimersByTimeAsync(3000);
  expect(disk.problem()).toMatchObject({ code: 'disk_full' });
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/data is full: 13 MiB are free, and 72 MiB are needed/);
  free = NEEDED + 1;
  await vi.advanceTimersByTimeAsync(1000);
  expect(disk.problem()).toBeDefined();
  free = NEEDED * 2;
  await vi.advanceTimersByTimeAsync(1000);
  expect(disk.problem()).toBeUndefined();
  disk.stop();
  expect(vi.getTimerCount()).toBe(0);
});

it('is no problem where the system does not tell', async () => {
  const readFree = () => Promise.reject(new Error('ENOSYS'));
  const disk = await watchDisk({ directory: 'data', onFull: () => {}, readFree });
  expect(disk.problem()).toBeUndefined();
  disk.stop();
});
