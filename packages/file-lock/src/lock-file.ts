import { linkSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, type ProcessIdentity } from './process-identity.js';

/** A holder that cannot be seen from here, as in another container, is dead after this long without a beat, in ms. */
export const SILENCE = 60_000;

const PREFIX = 'lock.';

/** The latest lock of a directory. */
export interface HeldLock {
  path: string;
  generation: number;
}

/**
 * Path of a lock. The locks of a directory are numbered, and the highest tells the holder: an heir creates the next one.
 * Creating a file is exclusive, so that of two heirs one wins, whatever each of them has read before.
 */
export function lockPath(directory: string, generation: number): string {
  return join(directory, `${PREFIX}${generation}`);
}

/** The lock with the highest number; `undefined` when the directory has none, or does not exist. */
export function latestLock(directory: string): HeldLock | undefined {
  const names = unlessAbsent(() => readdirSync(directory)) ?? [];
  const generations = names
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => Number(name.slice(PREFIX.length)))
    .filter(Number.isSafeInteger);
  const generation = Math.max(0, ...generations);
  return generation > 0 ? { path: lockPath(directory, generation), generation } : undefined;
}

/**
 * Whether the process that a lock names is alive. Where the process can be seen the answer is exact; where it cannot, it
 * lives while it beats, that is while it sets the file's time (`utimes`) at least every `SILENCE`.
 */
export function isHeld(path: string): boolean {
  const text = unlessAbsent(() => readFileSync(path, 'utf8'));
  if (text === undefined) return false;
  const holder = parse(text);
  const isSeen = holder && isRunning(holder);
  if (isSeen !== undefined) return isSeen;
  // A lock that cannot be read is being written at the moment, or was cut off: its age tells as well.
  const found = unlessAbsent(() => statSync(path));
  return found !== undefined && Date.now() - found.mtimeMs < SILENCE;
}

/** The process that a lock names; `undefined` when there is no such lock, or it names none. */
export function readHolder(path: string): ProcessIdentity | undefined {
  const text = unlessAbsent(() => readFileSync(path, 'utf8'));
  return text === undefined ? undefined : parse(text);
}

/**
 * Creates a lock that appears whole or not at all, wherever this process is killed.
 *
 * @param draft A path on the same file system for the time of writing.
 * @returns `false` when the lock is there already.
 * @throws Error of the file system, with code `ENOENT` when the directory is gone.
 */
export function createLockFile(lock: { path: string; draft: string; text: string; mode?: number }): boolean {
  const { path, draft, text, mode = 0o644 } = lock;
  try {
    writeFileSync(draft, text, { mode });
    linkOrWrite(draft, path, text, mode);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw cause;
  } finally {
    try {
      unlinkSync(draft);
    } catch {
      // It was never written.
    }
  }
}

function linkOrWrite(draft: string, path: string, text: string, mode: number): void {
  try {
    linkSync(draft, path);
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST' || codeOf(cause) === 'ENOENT') throw cause;
    // A file system without hard links.
    writeFileSync(path, text, { flag: 'wx', mode });
  }
}

function parse(text: string): ProcessIdentity | undefined {
  try {
    const { pid, start, space } = JSON.parse(text) as ProcessIdentity;
    if (Number.isSafeInteger(pid) && typeof space === 'string') return { pid, start, space };
  } catch {
    // Told by `undefined`.
  }
  return undefined;
}

function unlessAbsent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw cause;
  }
}

const codeOf = (cause: unknown) => (cause as NodeJS.ErrnoException).code;
