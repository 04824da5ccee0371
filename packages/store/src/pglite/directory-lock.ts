import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  createLockFile,
  identify,
  isHeld,
  latestLock,
  lockPath,
  readHolder,
  SILENCE,
} from '@pugmark/file-lock';

/**
 * The embedded database opens one directory twice without complaint, and then damages it. Locks are numbered files, of
 * which the highest tells the owner. An owner that lets go leaves its file: numbers only grow, so that an heir that has
 * read an older state cannot take a number which somebody else has had.
 */
export interface DirectoryLock {
  /** Whether the directory is still this collector's. Another one may have taken it, if this one was silent for long. */
  isOwn(): boolean;
  /** Who has it now, for people. */
  describeOwner(): string;
  release(): void;
}

/** Milliseconds. A collector in another container cannot see this process: to it, silence is death. */
const BEAT = 5_000;
const RELEASED = 'released\n';

/**
 * Takes the directory for this process.
 *
 * @throws Error that says who has it.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const before = latestLock(directory);
  if (before && isTaken(before.path)) throw lockedError(directory, before.path);
  const generation = (before?.generation ?? 0) + 1;
  const path = lockPath(directory, generation);
  const text = `${JSON.stringify({ ...identify(), since: new Date().toISOString() })}\n`;
  const draft = join(directory, `.lock-${randomBytes(6).toString('hex')}`);
  const isOwn = () => latestLock(directory)?.path === path;
  if (!createLockFile({ path, draft, text }) || !isOwn()) {
    throw lockedError(directory, latestLock(directory)?.path ?? path);
  }
  removeOlder(directory, generation);

  const beat = setInterval(() => {
    const now = new Date();
    // A disk that fails for a moment is no reason to end: the next beat may succeed.
    ignoreErrors(() => utimesSync(path, now, now));
  }, BEAT);
  beat.unref();
  let isReleased = false;
  return {
    isOwn: () => !isReleased && isOwn(),
    describeOwner: () => describe(latestLock(directory)?.path),
    release() {
      if (isReleased) return;
      isReleased = true;
      clearInterval(beat);
      ignoreErrors(() => {
        if (isOwn()) writeFileSync(path, RELEASED);
      });
    },
  };
}

function isTaken(path: string): boolean {
  let text = '';
  ignoreErrors(() => {
    text = readFileSync(path, 'utf8');
  });
  return text !== RELEASED && isHeld(path);
}

function removeOlder(directory: string, generation: number): void {
  for (const name of readdirSync(directory)) {
    const number = Number(/^lock\.([0-9]+)$/.exec(name)?.[1] ?? generation);
    if (number < generation) ignoreErrors(() => rmSync(join(directory, name), { force: true }));
  }
}

function lockedError(directory: string, path: string): Error {
  return new Error(
    `${describe(path)} is using the data directory ${resolve(directory)}. ` +
      'Stop it, or give this one another directory with --data (or --memory for no directory at all).',
  );
}

function describe(path: string | undefined): string {
  const holder = path === undefined ? undefined : readHolder(path);
  if (!holder) return 'Another collector';
  if (holder.space === identify().space) return `Another collector (process ${holder.pid})`;
  const [machine] = holder.space.split(' ');
  return (
    `Another collector (process ${holder.pid} on ${machine}, which cannot be seen from here; ` +
    `if it is dead, the directory is free ${SILENCE / 1000} s after its last sign)`
  );
}

function ignoreErrors(action: () => void): void {
  try {
    action();
  } catch {
    // The caller goes on without it.
  }
}
