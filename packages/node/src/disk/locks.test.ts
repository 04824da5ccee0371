import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isRunning, type ProcessIdentity, SILENCE } from '@pugmark/file-lock';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/directory.js';
import { createLocks } from './locks.js';

const self = identify();
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

function heldBy(owner: Partial<ProcessIdentity> | string, { silentFor = 0, generation = 1 } = {}) {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 's'));
  const path = join(directory, 's', `lock.${generation}`);
  writeFileSync(path, typeof owner === 'string' ? owner : JSON.stringify({ ...self, ...owner }));
  const then = new Date(Date.now() - silentFor);
  utimesSync(path, then, then);
  return { directory, path, ...createLocks(directory) };
}

test('a process that runs holds its stream, however long it has been silent', async () => {
  const { own, holder } = heldBy({}, { silentFor: 10 * SILENCE });
  expect(await own('s')).toBeUndefined();
  expect(await holder('s')).toBe('other');
});

test('a dead process holds nothing', async () => {
  const { own, holder } = heldBy({ pid: deadPid() });
  expect(await holder('s')).toBeUndefined();
  expect(await own('s')).toBeDefined();
  expect(await holder('s')).toBe('own');
});

test.runIf(self.start)('an id that was used again is another process', async () => {
  expect(await heldBy({ start: '1' }).own('s')).toBeDefined();
});

test('a process that cannot be seen from here lives as long as it gives a sign', async () => {
  const elsewhere = { pid: deadPid(), space: 'another container' };
  expect(await heldBy(elsewhere, { silentFor: SILENCE / 2 }).own('s')).toBeUndefined();
  expect(await heldBy(elsewhere, { silentFor: SILENCE * 2 }).own('s')).toBeDefined();
});

test.each(['', '{"pid":', 'null', '{}'])('a lock that reads %j is judged by its age', async (text) => {
  expect(await heldBy(text).own('s')).toBeUndefined();
  expect(await heldBy(text, { silentFor: SILENCE * 2 }).own('s')).toBeDefined();
});

test('of many heirs of a dead process one has it', async () => {
  const { directory } = heldBy({ pid: deadPid() }, { generation: 9 });
  const taken = await Promise.all(Array.from({ length: 20 }, () => createLocks(directory).own('s')));
  expect(taken.filter(Boolean)).toHaveLength(1);
});

test('a beat is a sign of life, and tells of a stream that another has taken', async () => {
  const directory = temporaryDirectory();
  const { own, beat } = createLocks(directory);
  const lock = await own('s');
  const path = join(directory, 's', 'lock.1');
  utimesSync(path, 0, 0);
  expect(await beat()).toEqual([]);
  expect(await createLocks(directory).own('s')).toBeUndefined();

  // From a container, this one looked dead.
  writeFileSync(join(directory, 's', 'lock.2'), JSON.stringify(self));
  expect(await beat()).toEqual(['s']);
  lock?.release();
  expect(readdirSync(join(directory, 's'))).toEqual(['lock.2']);
  expect(await beat()).toEqual([]);
});

test('whether a process runs, and that it cannot be seen', () => {
  expect(isRunning(self)).toBe(true);
  expect(isRunning({ ...self, pid: deadPid() })).toBe(false);
  expect(isRunning({ ...self, space: 'elsewhere' })).toBeUndefined();
});

test('taking a stream, new or of the dead, leaves the lock whole and nothing beside it', async () => {
  const { directory, own } = heldBy({ pid: deadPid() });
  await own('s');
  await own('new');
  expect(readdirSync(directory).sort()).toEqual(['new', 's']);
  expect(readdirSync(join(directory, 's')).sort()).toEqual(['lock.1', 'lock.2']);
  expect(readdirSync(join(directory, 'new'))).toEqual(['lock.1']);
  for (const path of ['s/lock.2', 'new/lock.1'])
    expect(JSON.parse(readFileSync(join(directory, path), 'utf8'))).toEqual(self);
});

test('a file that only looks like a lock hides none', async () => {
  const { directory, own, holder } = heldBy({});
  writeFileSync(join(directory, 's', 'lock.1.bak'), '');
  expect(holder('s')).toBe('other');
  expect(await own('s')).toBeUndefined();
});
