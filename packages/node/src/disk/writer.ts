import { dirname, join } from 'node:path';
import { type Files, realFiles } from './files.js';
import { FILE_MODE, makeDirectory } from './segments.js';

/** `os`: survives the process. `fsync`: survives the machine. */
export type DiskDurability = 'os' | 'fsync';

/** A write that held the process up for longer than this means a disk in trouble, in ms. */
const SLOW = 100;
/** So long nothing is written on the app's own thread then, in ms. */
const REST = 10_000;

/**
 * Appends to one segment file after the other.
 *
 * It writes on the app's own thread: handing a few kilobytes to the system takes microseconds, less than to wake
 * another thread, and when the call returns they survive the process. Only a disk in trouble is written to in the
 * background, for a while. Not made for two calls at once: `stream-log.ts` is the queue.
 */
export interface SegmentWriter {
  /** Name of the open segment; absent between two segments. */
  readonly name: string | undefined;
  /** Bytes in the open segment. */
  readonly size: number;
  /** Opens the next segment. */
  begin(name: string): void;
  /** `undefined` when the bytes are already as durable as was asked for; otherwise it resolves once they are. */
  append(bytes: Buffer): Promise<void> | undefined;
  end(): void;
}

export function createWriter(
  directory: string,
  durability: DiskDurability,
  files: Files = realFiles,
): SegmentWriter {
  let descriptor: number | undefined;
  let slowUntil = 0;
  let isNew = false;

  /** A full disk may have taken a part: what comes next goes in its place. */
  const cutBack = (to: number, at: number) => {
    try {
      files.truncate(to, at);
    } catch {
      // What is written next covers it.
    }
  };

  const writeNow = (to: number, bytes: Buffer) => {
    const began = files.now();
    try {
      for (let written = 0; written < bytes.length; )
        written += files.write(to, bytes, written, writer.size + written);
    } catch (cause) {
      cutBack(to, writer.size);
      throw cause;
    }
    writer.size += bytes.length;
    if (files.now() - began > SLOW) slowUntil = files.now() + REST;
  };

  const writeLater = async (to: number, bytes: Buffer) => {
    try {
      for (let written = 0; written < bytes.length; )
        written += await files.writeLater(to, bytes, written, writer.size + written);
    } catch (cause) {
      cutBack(to, writer.size);
      throw cause;
    }
    writer.size += bytes.length;
  };

  const sync = async (to: number, after?: Promise<void>) => {
    await after;
    // The names too must be on the disk, or the file is not found after a power cut.
    if (isNew) for (const path of [directory, dirname(directory)]) await syncDirectory(path, files);
    isNew = false;
    await files.sync(to);
  };

  const writer = {
    name: undefined as string | undefined,
    size: 0,
    begin(name: string) {
      makeDirectory(directory);
      descriptor = files.open(join(directory, name), 'wx', FILE_MODE);
      writer.name = name;
      writer.size = 0;
      isNew = true;
    },
    append(bytes: Buffer) {
      if (descriptor === undefined) throw new Error('no segment is open');
      const later = files.now() < slowUntil ? writeLater(descriptor, bytes) : undefined;
      if (!later) writeNow(descriptor, bytes);
      return durability === 'fsync' ? sync(descriptor, later) : later;
    },
    end() {
      const open = descriptor;
      descriptor = writer.name = undefined;
      if (open !== undefined) files.close(open);
    },
  };
  return writer;
}

/** Not every system can sync a directory; where it cannot, the file system keeps names by itself or not at all. */
async function syncDirectory(path: string, files: Files): Promise<void> {
  try {
    const descriptor = files.open(path, 'r');
    await files.sync(descriptor).catch(() => {});
    files.close(descriptor);
  } catch {}
}
