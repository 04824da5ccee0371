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

/**
 * Entries, one behind the other.
 *
 * @param entries A value that is left out means that the key is removed.
 */
export function encodeEntries(entries: ReadonlyArray<readonly [key: string, value?: string]>): {
  bytes: Buffer;
  /** Of each value. */
  places: Place[];
} {
  const sizes = entries.map(
    ([key, value = '']) => [Buffer.byteLength(key), Buffer.byteLength(value)] as const,
  );
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, [key, value]) => sum + HEADER + key + value, 0));
  let start = 0;
  const places = entries.map(([key, value], index) => {
    const [keyBytes, length] = sizes[index] as readonly [number, number];
    const at = start + HEADER + keyBytes;
    const end = at + length;
    bytes.writeUInt8(value === undefined ? REMOVE : SET, start + 4);
    bytes.writeUInt32LE(keyBytes, start + 5);
    bytes.writeUInt32LE(length, start + 9);
    bytes.write(key, start + HEADER);
    // Plain ASCII, as most records are, is copied faster as such.
    if (value) bytes.write(value, at, length === value.length ? 'latin1' : 'utf8');
    bytes.writeUInt32LE(crc32(bytes.subarray(start + 4, end)), start);
    start = end;
    return { at, length };
  });
  return { bytes, places };
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
