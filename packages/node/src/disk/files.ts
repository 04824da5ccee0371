import fs from 'node:fs';
import { promisify } from 'node:util';

/** What the log does to a file system; a test may put a failing disk in its place. */
export interface Files {
  open(path: string, flags: 'wx' | 'r', mode?: number): number;
  write(descriptor: number, bytes: Buffer, from: number, at: number): number;
  /** The same, on another thread. */
  writeLater(descriptor: number, bytes: Buffer, from: number, at: number): Promise<number>;
  truncate(descriptor: number, size: number): void;
  /** Resolves when the disk itself has it. */
  sync(descriptor: number): Promise<void>;
  close(descriptor: number): void;
  /** Milliseconds that pass steadily. */
  now(): number;
}

// Bare descriptors: a FileHandle that is never closed is warned of by Node, and a log is open until the process ends.
const write = promisify(fs.write);

export const realFiles: Files = {
  open: (path, flags, mode) => fs.openSync(path, flags, mode),
  write: (descriptor, bytes, from, at) => fs.writeSync(descriptor, bytes, from, bytes.length - from, at),
  writeLater: async (descriptor, bytes, from, at) =>
    (await write(descriptor, bytes, from, bytes.length - from, at)).bytesWritten,
  truncate: (descriptor, size) => fs.ftruncateSync(descriptor, size),
  sync: promisify(fs.fdatasync),
  close: (descriptor) => fs.closeSync(descriptor),
  now: () => performance.now(),
};
