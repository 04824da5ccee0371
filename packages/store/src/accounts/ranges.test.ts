import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gapsOf, overlaps, type Range, type Ranges, size, subtract, toRanges, union } from './ranges.ts';

const anyRange = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.nat({ max: 8 }))
  .map(([from, length]): Range => [from, from + length]);
const anyRanges = fc.array(anyRange, { maxLength: 8 }).map(toRanges);

function numbersOf(ranges: Ranges): Set<number> {
  const numbers = new Set<number>();
  for (const [from, to] of ranges) for (let number = from; number <= to; number++) numbers.add(number);
  return numbers;
}

function isCanonical(ranges: Ranges): boolean {
  return ranges.every(
    ([from, to], index) => from <= to && (index === 0 || from > (ranges[index - 1]?.[1] ?? 0) + 1),
  );
}

it('does with ranges what sets of numbers do', () => {
  fc.assert(
    fc.property(anyRanges, anyRanges, (a, b) => {
      const [inA, inB] = [numbersOf(a), numbersOf(b)];
      expect(numbersOf(union(a, b))).toEqual(new Set([...inA, ...inB]));
      expect(numbersOf(subtract(a, b))).toEqual(new Set([...inA].filter((number) => !inB.has(number))));
      expect(overlaps(a, b)).toBe([...inA].some((number) => inB.has(number)));
      expect(size(a)).toBe(inA.size);
      for (const result of [a, union(a, b), subtract(a, b)]) expect(isCanonical(result)).toBe(true);
    }),
  );
});

it('finds what is missing up to the highest', () => {
  expect(gapsOf([], 0)).toEqual([]);
  expect(gapsOf([], 3)).toEqual([[1, 3]]);
  expect(
    gapsOf(
      [
        [2, 3],
        [6, 6],
      ],
      8,
    ),
  ).toEqual([
    [1, 1],
    [4, 5],
    [7, 8],
  ]);
});
