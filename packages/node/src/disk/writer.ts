import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { FILE_MODE, makeDirectory } from './segments.js';

// Bare descriptors: a FileHandle that is never closed is warned of by Node, and a log is open until the process ends.
const open = promisify(fs.open);
const write = promisify(fs.write);
const truncate = promisify(fs.ftruncate);
const sync = promisify(fs.fdatasync);
const close = promisify(fs.close);

/** `os`: survives the process. `fsync`: survives the machine. */
export type DiskDurability = 'os' | 'fsync';

/** Appends to one segment file after the other. Not made for two calls at once: `stream-log.ts` is the queue. */
export interface SegmentWriter {
  /** Name of the open segment; absent between two segments. */
  readonly name: string | undefined;
  /** Bytes in the open segment. */
  readonly size: number;
  /** Opens the next segment. */
  begin(name: string): Promise<void>;
  /** Resolves with where the bytes begin, once they are as durable as was asked for. */
  append(bytes: Buffer): Promise<number>;
  end(): Promise<void>;
}

export function createWriter(directory: string, durability: DiskDurability): SegmentWriter {
  let descriptor: number | undefined;

  const writer = {
    name: undefined as string | undefined,
    size: 0,
    async begin(name: string) {
      await makeDirectory(directory);
      descriptor = await open(join(directory, name), 'wx', FILE_MODE);
      writer.name = name;
      writer.size = 0;
      // The names too must be on the disk, or the file is not found after a power cut.
      if (durability === 'fsync')
        for (const path of [directory, dirname(directory)]) await syncDirectory(path);
    },
    async append(bytes: Buffer) {
      if (descriptor === undefined) throw new Error('no segment is open');
      const start = writer.size;
      try {
        let written = 0;
        while (written < bytes.length) {
          const left = bytes.length - written;
          written += (await write(descriptor, bytes, written, left, start + written)).bytesWritten;
        }
        if (durability === 'fsync') await sync(descriptor);
      } catch (cause) {
        // A full disk may have taken a part: what comes next goes in its place.
        await truncate(descriptor, start).catch(() => {});
        throw cause;
      }
      writer.size += bytes.length;
      return start;
    },
    async end() {
      const open = descriptor;
      descriptor = writer.name = undefined;
      if (open !== undefined) await close(open);
    },
  };
  return writer;
}

/** Not every system can sync a directory; where it cannot, the file system keeps names by itself or not at all. */
async function syncDirectory(path: string): Promise<void> {
  const descriptor = await open(path, 'r').catch(() => undefined);
  if (descriptor === undefined) return;
  await sync(descriptor).catch(() => {});
  await close(descriptor);
}
