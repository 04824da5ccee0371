import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DAY } from '../days.ts';
import { StoreUnavailableError } from '../errors.ts';
import { pgliteWorkerFile } from '../pglite-worker-file.ts';
import type { Store } from '../ports.ts';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';
import { watchDisk } from './disk-watch.ts';
import { DAMAGED } from './messages.ts';
import { openWorkerStore, type WorkerStore, type WorkerStoreOptions } from './worker-store.ts';

export interface PgliteStoreOptions {
  /** The directory that holds the data; made when it does not exist. One collector at a time may use it. */
  dataDir: string;
  /** Days that events are kept, besides today, in UTC. What is older is deleted, and refused when it comes again. Default: all are kept. */
  keepDays?: number;
  /**
   * What to do when the data cannot be opened: fail, or keep it beside as `postgres.damaged-<time>` and begin with none.
   * Default `fail`.
   */
  onDamagedData?: 'fail' | 'begin_anew';
  /** Called when the store cannot take events any more: disk full, database stopped, directory taken by another. */
  onFailure?: (error: Error) => void;
}

/**
 * The embedded store: PostgreSQL in a thread of this process, over a directory. The first start takes some seconds.
 * What was committed survives the death of the process, though not the loss of power.
 *
 * @throws Error when another process uses the directory, it cannot be used, or a newer version wrote it.
 * @example
 * const store = await createPgliteStore({ dataDir: '.pugmark/data' });
 */
export async function createPgliteStore(options: PgliteStoreOptions): Promise<Store> {
  const { dataDir, keepDays, onDamagedData = 'fail', onFailure = () => {} } = options;
  if (keepDays !== undefined && !(Number.isSafeInteger(keepDays) && keepDays >= 1)) {
    throw new TypeError(`keepDays must be a whole number from 1; it is ${String(keepDays)}.`);
  }
  await makeDirectory(dataDir);
  const lock = lockDirectory(dataDir);
  try {
    const directory = join(dataDir, 'postgres');
    const database = await open({ file: pgliteWorkerFile(), directory, onFailure }, onDamagedData);
    const disk = await watchDisk({ directory: dataDir, onFull: onFailure });
    const stopPruning = keepDays === undefined ? () => {} : pruneDaily(database, keepDays, onFailure);
    return guard({ database, lock, disk, dataDir, onFailure, stopPruning });
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface Parts {
  database: WorkerStore;
  lock: DirectoryLock;
  disk: Awaited<ReturnType<typeof watchDisk>>;
  dataDir: string;
  onFailure: (error: Error) => void;
  stopPruning: () => void;
}

const HOUR = 3_600_000;

/** Looks at once and every hour; returns how to stop. */
function pruneDaily(database: WorkerStore, keepDays: number, onFailure: (error: Error) => void): () => void {
  const run = () => {
    database
      .prune(new Date(Date.now() - keepDays * DAY))
      .catch((error: unknown) => onFailure(error instanceof Error ? error : new Error(String(error))));
  };
  run();
  const timer = setInterval(run, HOUR);
  timer.unref();
  return () => clearInterval(timer);
}

/** Nothing is written to a disk that is full, nor to a directory that is another's by now. */
function guard({ database, lock, disk, dataDir, onFailure, stopPruning }: Parts): Store {
  let lost: StoreUnavailableError | undefined;

  function checkWritable(): void {
    if (!lost && !lock.isOwn()) {
      lost = new StoreUnavailableError(
        'not_owner',
        `${lock.describeOwner()} has taken the data directory ${resolve(dataDir)}. This one stores nothing any more: stop it.`,
      );
      // At once, and not in peace: the database would write to the directory once more.
      database.abandon(lost);
      onFailure(lost);
    }
    const problem = lost ?? disk.problem();
    if (problem) throw problem;
  }

  return {
    ...database,
    async commit(batch) {
      checkWritable();
      return database.commit(batch);
    },
    async keepRejected(events) {
      checkWritable();
      return database.keepRejected(events);
    },
    async prune(before) {
      checkWritable();
      return database.prune(before);
    },
    async erase(subject) {
      checkWritable();
      return database.erase(subject);
    },
    async checkReady() {
      checkWritable();
      await database.checkReady();
    },
    async close() {
      disk.stop();
      stopPruning();
      try {
        if (!lost) await database.close();
      } finally {
        lock.release();
      }
    },
  };
}

async function makeDirectory(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why: Record<string, string> = {
      EACCES: 'this user has no rights there',
      EPERM: 'this user has no rights there',
      EROFS: 'the disk is read-only',
      EEXIST: 'there is a file of that name',
      ENOTDIR: 'a part of the path is a file',
      ENOSPC: 'the disk is full',
    };
    throw new Error(
      `The data directory ${resolve(dataDir)} cannot be made: ${why[code ?? ''] ?? message}. Choose another with --data.`,
    );
  }
}

async function open(options: WorkerStoreOptions, onDamagedData: 'fail' | 'begin_anew'): Promise<WorkerStore> {
  try {
    return await openWorkerStore(options);
  } catch (error) {
    const isDamaged = error instanceof Error && error.name === DAMAGED;
    if (!isDamaged || onDamagedData === 'fail' || !existsSync(options.directory)) throw error;
    const kept = `${options.directory}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`;
    await rename(options.directory, kept);
    options.onFailure(new Error(`${error.message} It was kept as ${kept}; the new database is empty.`));
    return await openWorkerStore(options);
  }
}
