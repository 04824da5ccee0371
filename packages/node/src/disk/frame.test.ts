import { expect, test } from 'vitest';
import { crc32, plainCrc32 } from './crc32.js';
import { decodeEntries, encodeEntries } from './frame.js';

const written = [['a', '订单 1'], ['b', ''], ['a']] as [string, string?][];
const { bytes, places } = encodeEntries(written);

test('entries come back in their order, values by their place', () => {
  const entries = decodeEntries(bytes);
  expect(entries.map(({ key, place }) => [key, place && read(place)])).toEqual([
    ['a', '订单 1'],
    ['b', ''],
    ['a', undefined],
  ]);
  expect(places.slice(0, 2)).toEqual([entries[0]?.place, entries[1]?.place]);
});

test('wherever the file was cut off, all whole entries are read and nothing else', () => {
  const ends = written.map((_, index) => encodeEntries(written.slice(0, index + 1)).bytes.length);
  for (let length = 0; length <= bytes.length; length++) {
    const whole = ends.filter((end) => end <= length).length;
    expect(decodeEntries(bytes.subarray(0, length))).toHaveLength(whole);
  }
});

test('whichever byte was damaged, nothing wrong is read', () => {
  const whole = decodeEntries(bytes);
  for (let at = 0; at < bytes.length; at++) {
    const damaged = Buffer.from(bytes);
    damaged[at] = (damaged[at] as number) ^ 0x40;
    const read = decodeEntries(damaged);
    expect(read).toEqual(whole.slice(0, read.length));
    expect(read.length).toBeLessThan(whole.length);
  }
});

test('a tail of zeros, as some file systems leave after a power cut, is no entry', () => {
  expect(decodeEntries(Buffer.concat([bytes, Buffer.alloc(4096)]))).toHaveLength(3);
});

test('the checksum is the one of the standard, with and without help of the platform', () => {
  for (const sum of [crc32, plainCrc32]) expect(sum(Buffer.from('123456789'))).toBe(0xcbf43926);
});

function read({ at, length }: { at: number; length: number }): string {
  return bytes.toString('utf8', at, at + length);
}
