import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isAlive, processStart } from './process-start.ts';

/** The embedded database opens one directory twice without complaint, and then damages it. */
export interface DirectoryLock {
  release(): void;
}

interface Owner {
  pid: number;
  /** When the owner's process started, where the system tells. */
  start?: string;
  since: string;
}

const held = new Set<string>();

/** Takes the directory for this process, or throws an error that says who has it. */
export function lockDirectory(directory: string): DirectoryLock {
  const path = join(resolve(directory), 'collector.lock');
  if (held.has(path)) throw lockedError(directory, process.pid);
  if (!tryCreate(path)) takeOver(path, directory);
  held.add(path);
  return {
    release() {
      if (held.delete(path)) rmSync(path, { force: true });
    },
  };
}

function tryCreate(path: string): boolean {
  const start = processStart(process.pid);
  const owner: Owner = {
    pid: process.pid,
    ...(start === undefined ? {} : { start }),
    since: new Date().toISOString(),
  };
  try {
    writeFileSync(path, `${JSON.stringify(owner)}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Replaces the lock of a dead process; a second file keeps two heirs from doing so at once. */
function takeOver(path: string, directory: string): void {
  const heir = `${path}.heir`;
  if (ageOf(heir) > 10_000) rmSync(heir, { force: true });
  try {
    writeFileSync(heir, String(process.pid), { flag: 'wx' });
  } catch {
    throw lockedError(directory, readOwner(path)?.pid);
  }
  try {
    const owner = readOwner(path);
    // A lock that is unreadable and new is one that is being written.
    const isTaken = owner ? isRunning(owner) : ageOf(path) < 2_000;
    if (isTaken) throw lockedError(directory, owner?.pid);
    rmSync(path, { force: true });
    if (!tryCreate(path)) throw lockedError(directory, readOwner(path)?.pid);
  } finally {
    rmSync(heir, { force: true });
  }
}

function isRunning(owner: Owner): boolean {
  if (!isAlive(owner.pid)) return false;
  const start = processStart(owner.pid);
  if (owner.start !== undefined && start !== undefined) return owner.start === start;
  // No start times here: a lock with our own id that we do not hold is from an earlier process.
  return owner.pid !== process.pid;
}

function readOwner(path: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(path, 'utf8')) as Owner;
    return Number.isSafeInteger(owner.pid) ? owner : undefined;
  } catch {
    return undefined;
  }
}

function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function lockedError(directory: string, pid: number | undefined): Error {
  const owner = pid === undefined ? 'Another collector' : `Another collector (process ${pid})`;
  return new Error(
    `${owner} is using the data directory ${resolve(directory)}. ` +
      'Stop it, or give this one another directory with --data (or --memory for no directory at all).',
  );
}
