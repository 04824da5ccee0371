import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Ownership } from '@pugmark/core';
import { createLockFile, identify, isHeld, latestLock, lockPath } from '@pugmark/file-lock';
import { FILE_MODE, makeDirectory, removeFile, unlessAbsent } from './segments.js';

/**
 * Owner locks of streams, as files `lock.1`, `lock.2` …: the highest tells the holder, and an heir creates the next.
 * Creating a file is exclusive and a lower one is never removed while the stream has records, so of two heirs one wins.
 */
export interface Locks {
  /** Taken when it returns: what the first task of a process tracks is on disk when that task has ended. */
  own(streamId: string): Promise<Ownership | undefined>;
  /** Who holds a stream: this tracker, somebody else who lives, or nobody. */
  holder(streamId: string): 'own' | 'other' | undefined;
  /** Lets processes that cannot see this one know that it lives. Answers which streams were taken from it. */
  beat(): Promise<string[]>;
  /** Takes a stream that holds nothing, calls `discard` and removes its directory. */
  sweep(streamId: string, discard: () => Promise<void>): Promise<void>;
}

/** @param directory Of the streams. */
export function createLocks(directory: string): Locks {
  /** Paths of the locks that are held here, by stream. */
  const held = new Map<string, string>();
  const self = `${JSON.stringify(identify())}\n`;
  const pathOf = (streamId: string) => join(directory, encodeURIComponent(streamId));

  const lockOf = (streamId: string) => latestLock(pathOf(streamId));

  /** Not when it cannot be seen at the moment. */
  const isTaken = (streamId: string, path: string) => {
    try {
      return lockOf(streamId)?.path !== path;
    } catch {
      return false;
    }
  };

  const holder: Locks['holder'] = (streamId) => {
    const lock = lockOf(streamId);
    if (!lock) return undefined;
    if (held.get(streamId) === lock.path) return 'own';
    return isHeld(lock.path) ? 'other' : undefined;
  };

  const own = (streamId: string): Ownership | undefined => {
    const before = lockOf(streamId);
    if (before && (held.has(streamId) || isHeld(before.path))) return undefined;
    const path = lockPath(pathOf(streamId), (before?.generation ?? 0) + 1);
    if (!create(pathOf(streamId), path, self)) return undefined;
    const after = lockOf(streamId);
    if (after?.path !== path) {
      removeFile(path);
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
    own: async (streamId) => own(streamId),
    holder,
    async beat() {
      const taken: string[] = [];
      const now = new Date();
      for (const [streamId, path] of [...held]) {
        await utimes(path, now, now).catch(() => {});
        if (held.get(streamId) === path && isTaken(streamId, path)) taken.push(streamId);
      }
      return taken;
    },
    async sweep(streamId, discard) {
      const lock = own(streamId);
      if (!lock) return;
      try {
        await discard();
        const names = unlessAbsent(() => readdirSync(pathOf(streamId))) ?? [];
        // Older locks too, for there are no records any more that two could send.
        if (names.every((name) => name.startsWith('lock.')))
          for (const name of names) removeFile(join(pathOf(streamId), name));
        ignore(() => rmdirSync(pathOf(streamId)));
      } finally {
        lock.release();
      }
    },
  };
}

/** `false` when another was quicker. The lock appears whole or not at all, wherever this process is killed. */
function create(directory: string, path: string, text: string): boolean {
  // No name of a stream: those have no bare percent sign.
  const draft = join(dirname(directory), `%${randomBytes(6).toString('hex')}`);
  if (beginLocked(directory, draft, basename(path), text)) return true;
  // A directory without a lock may be swept away at any of these steps.
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      makeDirectory(directory);
      return createLockFile({ path, draft, text, mode: FILE_MODE });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    }
  }
  return false;
}

/** A new stream appears with its lock in it: without one it would be swept away. */
function beginLocked(directory: string, draft: string, name: string, text: string): boolean {
  if (existsSync(directory)) return false;
  try {
    makeDirectory(draft);
    writeFileSync(join(draft, name), text, { mode: FILE_MODE });
    renameSync(draft, directory);
    return true;
  } catch {
    ignore(() => rmSync(draft, { recursive: true, force: true }));
    return false;
  }
}

function ignore(action: () => void): void {
  try {
    action();
  } catch {}
}
