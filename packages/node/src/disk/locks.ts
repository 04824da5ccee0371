import { rmdirSync, unlinkSync } from 'node:fs';
import { readdir, readFile, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ownership } from '@pugmark/core';
import { identify, isRunning, type ProcessIdentity } from './process-identity.js';
import { FILE_MODE, makeDirectory, removeFile, unlessAbsent } from './segments.js';

/** A holder that cannot be seen from here, as in another container, is dead after this long without a beat, in ms. */
export const SILENCE = 60_000;

/**
 * Owner locks of streams, as files `lock.1`, `lock.2` …: the highest tells the holder, and an heir creates the next.
 * Creating a file is exclusive and a lower one is never removed while the stream has records, so of two heirs one wins.
 */
export interface Locks {
  own(streamId: string): Promise<Ownership | undefined>;
  /** Who holds a stream: this tracker, somebody else who lives, or nobody. */
  holder(streamId: string): Promise<'own' | 'other' | undefined>;
  /** Lets processes that cannot see this one know that it lives. Answers which streams were taken from it. */
  beat(): Promise<string[]>;
  /** Takes a stream that holds nothing, calls `discard` and removes its directory. */
  sweep(streamId: string, discard: () => Promise<void>): Promise<void>;
}

const PREFIX = 'lock.';

/** @param directory Of the streams. */
export function createLocks(directory: string): Locks {
  /** Paths of the locks that are held here, by stream. */
  const held = new Map<string, string>();
  const self = `${JSON.stringify(identify())}\n`;
  const pathOf = (streamId: string) => join(directory, encodeURIComponent(streamId));

  const lockOf = async (streamId: string): Promise<{ path: string; generation: number } | undefined> => {
    const names = (await unlessAbsent(readdir(pathOf(streamId)))) ?? [];
    const generations = names
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => Number(name.slice(PREFIX.length)));
    const generation = Math.max(0, ...generations);
    return generation ? { path: join(pathOf(streamId), `${PREFIX}${generation}`), generation } : undefined;
  };

  const holder: Locks['holder'] = async (streamId) => {
    const lock = await lockOf(streamId);
    if (!lock) return undefined;
    if (held.get(streamId) === lock.path) return 'own';
    return (await isAlive(lock.path)) ? 'other' : undefined;
  };

  const own: Locks['own'] = async (streamId) => {
    const before = await lockOf(streamId);
    if (before && (held.has(streamId) || (await isAlive(before.path)))) return undefined;
    const path = join(pathOf(streamId), `${PREFIX}${(before?.generation ?? 0) + 1}`);
    if (!(await create(pathOf(streamId), path, self))) return undefined;
    const after = await lockOf(streamId);
    if (after?.path !== path) {
      await removeFile(path);
      return undefined;
    }
    held.set(streamId, path);
    return {
      release() {
        // Synchronous: the process may be at its end.
        if (held.get(streamId) !== path) return;
        held.delete(streamId);
        ignore(() => unlinkSync(path));
        // Only when nothing is left in it.
        ignore(() => rmdirSync(pathOf(streamId)));
      },
    };
  };

  return {
    own,
    holder,
    async beat() {
      const taken: string[] = [];
      const now = new Date();
      for (const [streamId, path] of [...held]) {
        await utimes(path, now, now).catch(() => {});
        const lock = await lockOf(streamId).catch(() => ({ path }));
        if (lock?.path !== path && held.get(streamId) === path) taken.push(streamId);
      }
      return taken;
    },
    async sweep(streamId, discard) {
      const lock = await own(streamId);
      if (!lock) return;
      try {
        await discard();
        const names = (await unlessAbsent(readdir(pathOf(streamId)))) ?? [];
        // Older locks too, for there are no records any more that two could send.
        if (names.every((name) => name.startsWith(PREFIX)))
          for (const name of names) await removeFile(join(pathOf(streamId), name));
        await rmdir(pathOf(streamId)).catch(() => {});
      } finally {
        lock.release();
      }
    },
  };
}

/** `false` when another was quicker. */
async function create(directory: string, path: string, text: string): Promise<boolean> {
  // A directory without a lock may be swept away at any of these steps.
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await makeDirectory(directory);
      await writeFile(path, text, { flag: 'wx', mode: FILE_MODE });
      return true;
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      if (code !== 'ENOENT') throw cause;
    }
  }
  return false;
}

async function isAlive(path: string): Promise<boolean> {
  const text = await unlessAbsent(readFile(path, 'utf8'));
  if (text === undefined) return false;
  const isSeen = isRunning(parse(text));
  if (isSeen !== undefined) return isSeen;
  const found = await unlessAbsent(stat(path));
  return found !== undefined && Date.now() - found.mtimeMs < SILENCE;
}

/** A lock that cannot be read is being written at the moment, or was cut off: its age tells. */
function parse(text: string): ProcessIdentity {
  try {
    const { pid, start, space } = JSON.parse(text) as ProcessIdentity;
    if (Number.isSafeInteger(pid)) return { pid, start, space };
  } catch {}
  return { pid: 0, space: '' };
}

function ignore(action: () => void): void {
  try {
    action();
  } catch {}
}
