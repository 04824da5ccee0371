import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/directory.js';
import { type Files, realFiles } from './files.js';
import { createStreamLog } from './stream-log.js';
import { createWriter, type DiskDurability } from './writer.js';

/** A log on a disk that can be made to fail. */
function open(durability: DiskDurability = 'os') {
  const directory = temporaryDirectory();
  const disk = { room: Infinity, stalls: 0, syncs: true, inBackground: 0, time: 0 };
  const full = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const files: Files = {
    ...realFiles,
    now: () => disk.time,
    write(descriptor, bytes, from, at) {
      disk.time += disk.stalls;
      if (disk.room === 0) throw full();
      // A disk that fills up takes what still fits.
      const fits = Math.min(disk.room, bytes.length - from);
      disk.room -= fits;
      return realFiles.write(descriptor, bytes.subarray(0, from + fits), from, at);
    },
    async writeLater(...write) {
      disk.inBackground++;
      return files.write(...write);
    },
    async sync(descriptor) {
      if (!disk.syncs) throw new Error('EIO');
      await realFiles.sync(descriptor);
    },
  };
  const log = (id: string) => createStreamLog(directory, id, createWriter(directory, durability, files));
  const bytes = () =>
    readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
  return { disk, directory, bytes, log: log('w'), next: () => log('x') };
}

test('what was set is with the system when the call returns, before anything is awaited', () => {
  const { directory, log } = open();
  void log.set([['a', 'at once']]);
  const [name] = readdirSync(directory) as [string];
  expect(readFileSync(join(directory, name), 'utf8')).toContain('at once');
});

test('with fsync too; but it is confirmed only when the disk has it', async () => {
  const { disk, directory, log } = open('fsync');
  disk.syncs = false;
  const done = log.set([['a', 'at once']]);
  const [name] = readdirSync(directory) as [string];
  expect(readFileSync(join(directory, name), 'utf8')).toContain('at once');
  await expect(done).rejects.toThrow('EIO');
  disk.syncs = true;
  await log.set([['a', 'at once']]);
  expect(await log.get('a')).toBe('at once');
});

test('after a write that a full disk took half of, the next takes its place', async () => {
  const { disk, bytes, log, next } = open();
  await log.set([['a', '1']]);
  const before = bytes();
  disk.room = 5;
  await expect(log.set([['b', '2']])).rejects.toThrow('no space');
  expect(bytes()).toBe(before);
  expect(log.keys()).toEqual(['a']);
  disk.room = Infinity;
  await log.set([['c', '3']]);
  expect([await log.get('a'), await log.get('b'), await log.get('c')]).toEqual(['1', undefined, '3']);
  const heir = next();
  await heir.refresh();
  expect(heir.keys()).toEqual(['a', 'c']);
});

test('a disk that held the app up once is written to in the background for a while', async () => {
  const { disk, log, next } = open();
  disk.stalls = 500;
  await log.set([['a', '1']]);
  expect(disk.inBackground).toBe(0);
  disk.stalls = 0;
  await Promise.all([log.set([['b', '2']]), log.set([['c', '3']]), log.remove(['b'])]);
  expect(disk.inBackground).toBe(3);
  disk.time += 60_000;
  await log.set([['d', '4']]);
  expect(disk.inBackground).toBe(3);
  const heir = next();
  await heir.refresh();
  expect(heir.keys()).toEqual(['a', 'c', 'd']);
});

test('in the background, too, a full disk leaves nothing half written', async () => {
  const { disk, log, next } = open();
  disk.stalls = 500;
  await log.set([['a', '1']]);
  disk.room = 5;
  await expect(log.set([['b', '2']])).rejects.toThrow('no space');
  disk.room = Infinity;
  await log.set([['c', '3']]);
  const heir = next();
  await heir.refresh();
  expect(heir.keys()).toEqual(['a', 'c']);
});
