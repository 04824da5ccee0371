import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/directory.js';
import { createSegmentReader } from './segment-reader.js';

/** A file of values, one behind the other. */
function write(count: number, length: number) {
  const path = join(temporaryDirectory(), 'a.log');
  const values = Array.from({ length: count }, (_, index) => `${index}`.padStart(length, '订'));
  writeFileSync(path, values.join(''));
  let at = 0;
  const places = values.map((value) => {
    const place = { at, length: Buffer.byteLength(value) };
    at += place.length;
    return place;
  });
  return { path, values, places };
}

test('values come back whatever the order they are asked for in', () => {
  const { path, values, places } = write(3000, 200);
  fc.assert(
    fc.property(fc.array(fc.nat(2999), { maxLength: 50 }), (indices) => {
      const reader = createSegmentReader();
      for (const index of indices) expect(reader.read(path, places[index] as never)).toBe(values[index]);
    }),
  );
});

test('a value larger than one reading comes back whole', () => {
  const { path, values, places } = write(3, 400_000);
  const reader = createSegmentReader();
  for (const [index, place] of places.entries()) expect(reader.read(path, place)).toBe(values[index]);
});

test('what is not there, or not yet, is nothing; after the file has changed it is read again', () => {
  const { path, places, values } = write(10, 20);
  const reader = createSegmentReader();
  const last = places.at(-1) as { at: number; length: number };
  const beyond = { at: last.at + last.length, length: 3 };
  expect(reader.read(path, last)).toBe(values.at(-1));
  expect(reader.read(path, beyond)).toBeUndefined();
  appendFileSync(path, 'new');
  reader.forget(path);
  expect(reader.read(path, beyond)).toBe('new');
  rmSync(path);
  reader.forget(path);
  expect(reader.read(path, last)).toBeUndefined();
});
