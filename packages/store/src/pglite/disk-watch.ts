import { statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StoreUnavailableError } from '../errors.ts';

/** Looks at the room on a disk, about once a second. */
export interface DiskWatch {
  /** Why nothing may be written at the moment. */
  problem(): StoreUnavailableError | undefined;
  stop(): void;
}

export interface DiskWatchOptions {
  directory: string;
  /** Called when the disk becomes full. */
  onFull: (error: Error) => void;
  /** Bytes that are free. Default: asks the system. */
  readFree?: () => Promise<number>;
}

/** Bytes. The database does not end when it finds no room for its next 16 MiB of log: it spins for ever. */
export const NEEDED = 64 * 1024 * 1024;
/** A disk that was full counts as such until it has a little more, so that it does not change with every batch. */
const NEEDED_AGAIN = NEEDED + NEEDED / 8;
const INTERVAL = 1_000;

export async function watchDisk(options: DiskWatchOptions): Promise<DiskWatch> {
  const { directory, onFull, readFree = () => freeBytes(directory) } = options;
  let problem: StoreUnavailableError | undefined;

  async function look(): Promise<void> {
    let free: number;
    try {
      free = await readFree();
    } catch {
      // A system that does not tell: the database has to find out.
      return;
    }
    const wasFull = problem !== undefined;
    if (free >= (wasFull ? NEEDED_AGAIN : NEEDED)) problem = undefined;
    else problem = new StoreUnavailableError('disk_full', describe(directory, free));
    if (problem && !wasFull) onFull(problem);
  }

  await look();
  let isLooking = false;
  const timer = setInterval(() => {
    // A network disk may take longer than the interval.
    if (isLooking) return;
    isLooking = true;
    look().finally(() => {
      isLooking = false;
    });
  }, INTERVAL);
  timer.unref();
  return { problem: () => problem, stop: () => clearInterval(timer) };
}

async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

const mebibytes = (bytes: number) => Math.floor(bytes / (1024 * 1024));

function describe(directory: string, free: number): string {
  return (
    `The disk of ${resolve(directory)} is full: ${mebibytes(free)} MiB are free, and ${mebibytes(NEEDED_AGAIN)} MiB are ` +
    'needed. Nothing is stored until there is room; then the collector goes on by itself.'
  );
}
