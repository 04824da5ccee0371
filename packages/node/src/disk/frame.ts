import { crc32 } from './crc32.js';

/**
 * One entry of a segment file: `crc32 · kind · length of the key · length of the value · key · value`, numbers in
 * little endian. The checksum covers all that follows it, so that a half-written tail is told from a whole entry.
 */
const HEADER = 13;
const SET = 1;
const REMOVE = 2;

/** Where a value lies in its file, in bytes. */
export interface Place {
  at: number;
  length: number;
}

export interface Entry {
  key: string;
  /** Absent when the entry removes the key. */
  place?: Place;
}

/** @param value Left out, the entry removes the key. */
export function encodeEntry(key: string, value?: string): Buffer {
  const keyBytes = Buffer.byteLength(key);
  const valueBytes = value === undefined ? 0 : Buffer.byteLength(value);
  const frame = Buffer.allocUnsafe(HEADER + keyBytes + valueBytes);
  frame.writeUInt8(value === undefined ? REMOVE : SET, 4);
  frame.writeUInt32LE(keyBytes, 5);
  frame.writeUInt32LE(valueBytes, 9);
  frame.write(key, HEADER);
  if (value) frame.write(value, HEADER + keyBytes);
  frame.writeUInt32LE(crc32(frame.subarray(4)), 0);
  return frame;
}

/** All whole entries from the beginning on; what follows the first damaged one cannot be told apart any more. */
export function decodeEntries(bytes: Buffer): Entry[] {
  const entries: Entry[] = [];
  let start = 0;
  while (start + HEADER <= bytes.length) {
    const kind = bytes.readUInt8(start + 4);
    const keyAt = start + HEADER;
    const at = keyAt + bytes.readUInt32LE(start + 5);
    const length = bytes.readUInt32LE(start + 9);
    const end = at + length;
    if (end > bytes.length || bytes.readUInt32LE(start) !== crc32(bytes.subarray(start + 4, end))) break;
    const key = bytes.toString('utf8', keyAt, at);
    if (kind === SET) entries.push({ key, place: { at, length } });
    else if (kind === REMOVE) entries.push({ key });
    start = end;
  }
  return entries;
}

/** Where `encodeEntry` put the value. */
export const placeIn = (frame: Buffer, start: number): Place => {
  const length = frame.readUInt32LE(9);
  return { at: start + frame.length - length, length };
};
