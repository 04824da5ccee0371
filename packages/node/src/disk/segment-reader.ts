import { closeSync, openSync, readSync } from 'node:fs';
import type { Place } from './frame.js';
import { unlessAbsent } from './segments.js';

/** What one reading takes of a file, in bytes: about as much as a request carries. */
const WINDOW_BYTES = 262_144;
/** Windows at a time: one for each request that is being made up, and one to go on with. */
const WINDOWS = 5;

/**
 * Reads values of segment files. Who reads what waits reads it in the order it was written, so that one reading of the
 * file serves many values.
 */
export interface SegmentReader {
  /** `undefined` when the file is not there any more, or ends before. */
  read(path: string, place: Place): string | undefined;
  /** The file is about to change. */
  forget(path: string): void;
}

/** A part of a file. Its memory is used again for the next part: a long queue would leave much behind otherwise. */
interface Window {
  path: string;
  at: number;
  size: number;
  bytes: Buffer;
}

export function createSegmentReader(): SegmentReader {
  /** Latest used first. */
  let windows: Window[] = [];

  const fill = (path: string, { at, length }: Place): Window => {
    const isLarge = length > WINDOW_BYTES;
    const spare = windows.length < WINDOWS ? undefined : windows[windows.length - 1];
    const bytes = isLarge ? Buffer.allocUnsafe(length) : (spare?.bytes ?? Buffer.allocUnsafe(WINDOW_BYTES));
    const window = { path, at, size: readInto(bytes, path, at), bytes };
    if (!isLarge) windows = [window, ...windows.slice(0, WINDOWS - 1)];
    return window;
  };

  const find = (path: string, { at, length }: Place): Window | undefined => {
    const found = windows.find(
      (window) => window.path === path && window.at <= at && at + length <= window.at + window.size,
    );
    if (found && found !== windows[0]) windows = [found, ...windows.filter((other) => other !== found)];
    return found;
  };

  return {
    read(path, place) {
      const window = find(path, place) ?? fill(path, place);
      const start = place.at - window.at;
      const end = start + place.length;
      return end <= window.size ? window.bytes.toString('utf8', start, end) : undefined;
    },
    forget(path) {
      for (const window of windows) if (window.path === path) window.size = 0;
    },
  };
}

/** How many bytes there were; 0 where there is no such file. */
function readInto(bytes: Buffer, path: string, at: number): number {
  const descriptor = unlessAbsent(() => openSync(path, 'r'));
  if (descriptor === undefined) return 0;
  try {
    return readSync(descriptor, bytes, 0, bytes.length, at);
  } finally {
    closeSync(descriptor);
  }
}
