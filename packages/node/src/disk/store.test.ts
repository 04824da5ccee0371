import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/directory.js';
import { createLocks } from './locks.js';
import { createDiskStore } from './store.js';

function openStore(directory: string) {
  const locks = createLocks(directory);
  return { ...createDiskStore(directory, 'os', locks), own: locks.own };
}

const files = (directory: string) => readdirSync(directory).filter((name) => name.endsWith('.log'));
const bytesIn = (directory: string) =>
  files(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);

test('only the user of the process may read the queue', async () => {
  const directory = join(temporaryDirectory(), 'queue', 'streams');
  const store = openStore(directory);
  await store.own('s');
  await store.set([['s:1', 'private']]);
  for (const path of [join(directory, '..'), directory, join(directory, 's')])
    expect(statSync(path).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(join(directory, 's')))
    expect(statSync(join(directory, 's', name)).mode & 0o777).toBe(0o600);
});

test('what a crash left is read, but for the record it cut in two; the next writer leaves it alone', async () => {
  const directory = temporaryDirectory();
  await openStore(directory).set([
    ['s:1', 'one'],
    ['s:2', 'two'],
    ['s:3', 'three'],
  ]);
  const [name] = files(join(directory, 's')) as [string];
  const path = join(directory, 's', name);
  truncateSync(path, statSync(path).size - 1);
  const damaged = readFileSync(path);

  const next = openStore(directory);
  expect(await next.keys()).toEqual(['s:1', 's:2']);
  await next.set([['s:3', 'again']]);
  await next.remove(['s:1']);
  expect(readFileSync(path)).toEqual(damaged);

  const last = openStore(directory);
  expect((await last.keys()).sort()).toEqual(['s:2', 's:3']);
  expect([await last.get('s:2'), await last.get('s:3')]).toEqual(['two', 'again']);
});

test('writes that wait at the same time are one write', async () => {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  const order: string[] = [];
  await Promise.all(
    ['s:1', 's:2', 's:3'].map((key) => store.set([[key, key]]).then(() => void order.push(key))),
  );
  expect(order).toEqual(['s:1', 's:2', 's:3']);
  expect(files(join(directory, 's'))).toHaveLength(1);
});

test('a key can be removed while its write is under way', async () => {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  await Promise.all([store.set([['s:1', 'one']]), store.remove(['s:1'])]);
  expect(await store.keys()).toEqual([]);
  expect(await openStore(directory).keys()).toEqual([]);
});

const LARGE = 'x'.repeat(100_000);

test('segments leave the disk when all in them was removed', async () => {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  await store.own('s');
  for (let i = 0; i < 50; i++) await store.set([[`s:${i}`, LARGE]]);
  expect(files(join(directory, 's')).length).toBeGreaterThan(3);
  await store.remove(Array.from({ length: 50 }, (_, i) => `s:${i}`));
  // The next write also waits for the cleaning.
  await store.set([['s:50', 'last']]);
  expect(files(join(directory, 's'))).toHaveLength(1);
  expect(await store.keys()).toEqual(['s:50']);
});

test('one record that waits for long does not hold up all that came after it', async () => {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  await store.own('s');
  await store.set([['s:0', 'waits']]);
  let most = 0;
  for (let i = 1; i <= 200; i++) {
    await store.set([[`s:${i}`, LARGE]]);
    await store.remove([`s:${i}`]);
    most = Math.max(most, bytesIn(join(directory, 's')));
  }
  expect(most).toBeLessThan(7_000_000);
  expect(await store.get('s:0')).toBe('waits');
  const next = openStore(directory);
  expect(await next.get('s:0')).toBe('waits');
});

test('the directory of a dead stream without records goes, that of a living one stays', async () => {
  const directory = temporaryDirectory();
  const dead = openStore(directory);
  const lock = await dead.own('dead');
  await dead.set([['dead:1', 'one']]);
  await dead.remove(['dead:1']);
  lock?.release();
  const living = openStore(directory);
  await living.own('living');

  const store = openStore(directory);
  expect(await store.orphans()).toEqual(['dead']);
  expect(await store.keys()).toEqual([]);
  expect(readdirSync(directory)).toEqual(['living']);
});

test('many processes that start at the same time may sweep the same directories', async () => {
  const directory = temporaryDirectory();
  const dead = openStore(directory);
  for (let i = 0; i < 10; i++) {
    const lock = await dead.own(`s${i}`);
    await dead.set([[`s${i}:1`, 'one']]);
    await dead.remove([`s${i}:1`]);
    lock?.release();
  }
  const stores = Array.from({ length: 10 }, () => openStore(directory));
  for (const keys of await Promise.all(stores.map((store) => store.keys()))) expect(keys).toEqual([]);
  await openStore(directory).keys();
  expect(readdirSync(directory)).toEqual([]);
});

test('strange files in the directory are left alone', async () => {
  const directory = temporaryDirectory();
  for (const name of ['.DS_Store', '%zz']) writeFileSync(join(directory, name), '');
  const store = openStore(directory);
  await store.set([['s:1', 'one']]);
  expect(await store.keys()).toEqual(['s:1']);
});

test('what the living hold is not listed', async () => {
  const directory = temporaryDirectory();
  const holder = openStore(directory);
  const lock = await holder.own('s');
  await holder.set([['s:1', 'one']]);
  const other = openStore(directory);
  expect(await other.keys()).toEqual([]);
  lock?.release();
  expect(await other.keys()).toEqual(['s:1']);
});

test('what is written after a rotation is found, though the files before it are gone', async () => {
  const directory = temporaryDirectory();
  const taken = openStore(directory);
  await taken.set([['s:1', 'one']]);
  const heir = openStore(directory);
  expect(await heir.keys()).toEqual(['s:1']);
  await heir.remove(['s:1']);
  expect(await heir.keys()).toEqual([]);

  await taken.rotate('s');
  await taken.set([['s:2', 'two']]);
  expect(await openStore(directory).get('s:2')).toBe('two');
});

test('a directory that cannot be made rejects, and works once it can', async () => {
  const parent = temporaryDirectory();
  const directory = join(parent, 'file', 'streams');
  writeFileSync(join(parent, 'file'), 'in the way');
  const store = openStore(directory);
  await expect(store.set([['s:1', 'one']])).rejects.toThrow();
  await expect(store.own('s')).rejects.toThrow();
  rmSync(join(parent, 'file'));
  await store.set([['s:1', 'one']]);
  expect(await store.get('s:1')).toBe('one');
});
