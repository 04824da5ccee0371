import { mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeEntries, type Entry, type Place } from './frame.js';

/** Only the user that the process runs as may look into a queue. */
export const DIRECTORY_MODE = 0o700;
export const FILE_MODE = 0o600;

const ENDING = '.log';

/**
 * Names of segments sort in the order they were begun; the writer's own part keeps two writers apart, who may be at
 * work for a moment when a lock was taken from a process that only seemed dead.
 */
export const segmentName = (number: number, writer: string): string =>
  `${String(number).padStart(8, '0')}-${writer}${ENDING}`;

export const numberOf = (name: string): number => Number.parseInt(name, 10);

/** Names and sizes of the segments of a directory, oldest first; none when there is no such directory. */
export async function listSegments(directory: string): Promise<{ name: string; size: number }[]> {
  const names = (await unlessAbsent(readdir(directory))) ?? [];
  const found = names.filter((name) => name.endsWith(ENDING)).sort();
  const sizes = await Promise.all(found.map((name) => unlessAbsent(stat(join(directory, name)))));
  return found.flatMap((name, index) => {
    const size = sizes[index]?.size;
    return size === undefined ? [] : [{ name, size }];
  });
}

export async function readSegment(path: string): Promise<Entry[]> {
  const bytes = await unlessAbsent(readFile(path));
  return bytes ? decodeEntries(bytes) : [];
}

export async function readValue(path: string, { at, length }: Place): Promise<string | undefined> {
  const file = await unlessAbsent(open(path, 'r'));
  if (!file) return undefined;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, at);
    return bytesRead === length ? buffer.toString('utf8') : undefined;
  } finally {
    await file.close();
  }
}

export const removeFile = (path: string): Promise<unknown> => unlessAbsent(unlink(path));

export const makeDirectory = (path: string): Promise<unknown> =>
  mkdir(path, { recursive: true, mode: DIRECTORY_MODE });

/** `undefined` when the file or the directory is not there. */
export async function unlessAbsent<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}
