import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, lockPath, SILENCE } from '@pugmark/file-lock';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { lockDirectory } from './directory-lock.ts';

let directory: string;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => rmSync(directory, { recursive: true }));

function forge(holder: object, silentFor = 0, generation = 1): void {
  const path = lockPath(directory, generation);
  writeFileSync(path, JSON.stringify({ ...identify(), ...holder }));
  const then = new Date(Date.now() - silentFor);
  utimesSync(path, then, then);
}

it('names the process and the directory, and says what to do', () => {
  const lock = lockDirectory(directory);
  expect(() => lockDirectory(directory)).toThrow(
    `Another collector (process ${process.pid}) is using the data directory ${directory}. Stop it, or give this one`,
  );
  lock.release();
  lockDirectory(directory).release();
});

it('takes over from a process that is dead, and leaves one lock', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  forge({ pid }, 0, 7);
  const lock = lockDirectory(directory);
  expect(lock.isOwn()).toBe(true);
  expect(readdirSync(directory)).toEqual(['lock.8']);
  lock.release();
  lock.release();
});

it('does not take the directory of a process in another container, even of one with its own process id', () => {
  forge({ space: 'other-host boot pid:[1]' }, SILENCE / 2);
  expect(() => lockDirectory(directory)).toThrow(
    `(process ${process.pid} on other-host, which cannot be seen from here; if it is dead, the directory is free 60 s`,
  );
  forge({ space: 'other-host boot pid:[1]' }, SILENCE * 2);
  lockDirectory(directory).release();
});

it('does not take a lock that another process is just writing', () => {
  writeFileSync(lockPath(directory, 1), '');
  expect(() => lockDirectory(directory)).toThrow('Another collector is using');
});

it('gives signs of life while it holds the directory, and knows when another has taken it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const lock = lockDirectory(directory);
    const path = lockPath(directory, 1);
    utimesSync(path, 0, 0);
    vi.advanceTimersByTime(SILENCE / 4);
    expect(Date.now() - statSync(path).mtimeMs).toBeLessThan(SILENCE);
    // To another container this one looked dead.
    forge({ space: 'other-host boot pid:[1]', pid: 1 }, 0, 2);
    expect(lock.isOwn()).toBe(false);
    expect(lock.describeOwner()).toContain('process 1 on other-host');
    lock.release();
    expect(JSON.parse(readFileSync(join(directory, 'lock.2'), 'utf8'))).toMatchObject({ pid: 1 });
  } finally {
    vi.useRealTimers();
  }
});

it('lets nobody take a number that somebody else has had since', () => {
  lockDirectory(directory).release();
  lockDirectory(directory).release();
  expect(readdirSync(directory)).toEqual(['lock.2']);
  expect(lockDirectory(directory).isOwn()).toBe(true);
});
