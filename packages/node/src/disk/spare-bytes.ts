import { statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** What a server can spare for a queue, in bytes. */
const MOST = 500_000_000;
/** Little enough for every disk, in bytes: also where the system does not tell how much is free. */
const LEAST = 5_000_000;
/** Part of what is free that one process may take. */
const SHARE = 0.05;

/** What a queue in this directory, which need not be there yet, may take of the disk, in bytes. */
export function spareBytes(directory: string, freeBytes = readFreeBytes): number {
  const share = Math.floor(freeBytes(resolve(directory)) * SHARE);
  return Math.max(LEAST, Math.min(MOST, share));
}

/** 0 where the system does not tell. */
function readFreeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch (cause) {
    const parent = dirname(path);
    const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    return isAbsent && parent !== path ? readFreeBytes(parent) : 0;
  }
}
