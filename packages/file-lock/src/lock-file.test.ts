import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createLockFile, isHeld, latestLock, lockPath, readHolder, SILENCE } from './lock-file.js';
import { identify, isRunning, type ProcessIdentity } from './process-identity.js';

const self = identify();
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pugmark-lock-'));
  const made = directory;
  onTestFinished(() => rmSync(made, { recursive: true }));
});

function lockOf(holder: Partial<ProcessIdentity> | string, silentFor = 0): string {
  const path = lockPath(directory, 1);
  writeFileSync(path, typeof holder === 'string' ? holder : JSON.stringify({ ...self, ...holder }));
  const then = new Date(Date.now() - silentFor);
  utimesSync(path, then, then);
  return path;
}

test('whether a process runs, and that it cannot be seen', () => {
  expect(isRunning(self)).toBe(true);
  expect(isRunning({ ...self, pid: deadPid() })).toBe(false);
  expect(isRunning({ ...self, space: 'elsewhere' })).toBeUndefined();
});

test.runIf(self.start)('an id that was used again is another process', () => {
  expect(isHeld(lockOf({ start: '1' }))).toBe(false);
});

test.runIf(self.start)('a process that has ended, but that nobody has asked about, is dead', async () => {
  // The shell starts a child, then becomes a program that never asks about its children; the child ends after that.
  const parent = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 600'], {
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [output] = (await once(parent.stdout as Readable, 'data')) as [Buffer];
  const pid = Number(output);
  await vi.waitFor(() => expect(readFileSync(`/proc/${parent.pid}/comm`, 'utf8')).toBe('sleep\n'));
  (parent.stdio[3] as Writable).end();
  await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z '));
  expect(isRunning({ pid, space: self.space })).toBe(false);
});

test('a process that can be seen holds its lock, however long it has been silent', () => {
  expect(isHeld(lockOf({}, 10 * SILENCE))).toBe(true);
  expect(isHeld(lockOf({ pid: deadPid() }))).toBe(false);
});

test('a process that cannot be seen from here lives as long as it gives a sign', () => {
  const elsewhere = { pid: process.pid, space: 'another container' };
  expect(isHeld(lockOf(elsewhere, SILENCE / 2))).toBe(true);
  expect(isHeld(lockOf(elsewhere, SILENCE * 2))).toBe(false);
});

test.each(['', '{"pid":', 'null', '{}', '{"pid":1}'])('a lock that reads %j is judged by its age', (text) => {
  expect(isHeld(lockOf(text))).toBe(true);
  expect(isHeld(lockOf(text, SILENCE * 2))).toBe(false);
  expect(readHolder(lockOf(text))).toBeUndefined();
});

test('a lock is created whole, once, and leaves nothing beside it', () => {
  const path = lockPath(directory, 3);
  const create = () => createLockFile({ path, draft: join(directory, 'draft'), text: JSON.stringify(self) });
  expect(create()).toBe(true);
  expect(create()).toBe(false);
  expect(readdirSync(directory)).toEqual(['lock.3']);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(self);
  expect(readHolder(path)).toEqual(self);
});

test('the highest number tells the holder', () => {
  expect(latestLock(join(directory, 'absent'))).toBeUndefined();
  for (const name of ['lock.2', 'lock.10', 'lock.x', 'other']) writeFileSync(join(directory, name), '');
  expect(latestLock(directory)).toEqual({ path: join(directory, 'lock.10'), generation: 10 });
});
