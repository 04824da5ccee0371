import { mkdirSync, readdirSync, readFileSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEntries, type Entry } from './frame.js';

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
export function listSegments(directory: string): { name: string; size: number }[] {
  const names = unlessAbsent(() => readdirSync(directory)) ?? [];
  const found = names.filter((name) => name.endsWith(ENDING)).sort();
  return found.flatMap((name) => {
    const size = unlessAbsent(() => statSync(join(directory, name)))?.size;
    return size === undefined ? [] : [{ name, size }];
  });
}

export function readSegment(path: string): Entry[] {
  const bytes = unlessAbsent(() => readFileSync(path));
  return bytes ? decodeEntries(bytes) : [];
}

export const removeFile = (path: string): void => unlessAbsent(() => unlinkSync(path));

export const makeDirectory = (path: string): void => {
  mkdirSync(path, { recursive: true, mode: DIRECTORY_MODE });
};

/** `undefined` when the file or the directory is not there. */
export function unlessAbsent<T>(operation: () => T): T | undefined {
  try {
    return operation();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}
