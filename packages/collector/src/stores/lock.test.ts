import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../testing/cli-process.ts';
import { lockDirectory } from './lock.ts';
import { processStart } from './process-start.ts';

function writeLock(directory: string, owner: object): void {
  writeFileSync(join(directory, 'collector.lock'), JSON.stringify(owner));
}

it('names the process and the directory, and says what to do', async () => {
  const directory = temporaryDirectory();
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(other, 'spawn');
  const start = processStart(other.pid ?? 0);
  writeLock(directory, { pid: other.pid, ...(start ? { start } : {}), since: '' });
  expect(() => lockDirectory(directory)).toThrow(
    `Another collector (process ${other.pid}) is using the data directory ${directory}. Stop it, or give this one`,
  );
  other.kill('SIGKILL');
  await once(other, 'close');
  lockDirectory(directory).release();
});

it('takes over the lock of a process whose id now belongs to another one', () => {
  const directory = temporaryDirectory();
  writeLock(directory, { pid: process.pid, start: '1', since: '' });
  const lock = lockDirectory(directory);
  expect(() => lockDirectory(directory)).toThrow('is using the data directory');
  lock.release();
  expect(existsSync(join(directory, 'collector.lock'))).toBe(false);
});

it('does not take a lock that another process is just writing', () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'collector.lock'), '');
  expect(() => lockDirectory(directory)).toThrow('Another collector is using');
});
