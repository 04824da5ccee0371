/** Numbers of a stream from the first to the second, both included. */
export type Range = readonly [from: number, to: number];

/** A set of numbers: sorted, without overlaps, and with a gap between any two. */
export type Ranges = readonly Range[];

/** The set of these ranges, in whatever order and however they overlap. */
export function toRanges(list: readonly Range[]): Ranges {
  const sorted = [...list].sort(([a], [b]) => a - b);
  const joined: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = joined.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

export function union(a: Ranges, b: Ranges): Ranges {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const end = a[a.length - 1] as Range;
  const start = b[0] as Range;
  // Nearly always: numbers come in their order, and continue the last range.
  if (start[0] === end[1] + 1) return [...a.slice(0, -1), [end[0], start[1]], ...b.slice(1)];
  if (start[0] > end[1]) return [...a, ...b];
  return toRanges([...a, ...b]);
}

/** The numbers of `a` that are not in `b`. */
export function subtract(a: Ranges, b: Ranges): Ranges {
  if (a.length === 0 || b.length === 0) return a;
  const left: Range[] = [];
  let index = 0;
  for (const [from, to] of a) {
    let next = from;
    while (index < b.length && (b[index] as Range)[1] < from) index++;
    for (let at = index; at < b.length; at++) {
      const [start, end] = b[at] as Range;
      if (start > to) break;
      if (start > next) left.push([next, start - 1]);
      next = Math.max(next, end + 1);
    }
    if (next <= to) left.push([next, to]);
  }
  return left;
}

export function overlaps(a: Ranges, b: Ranges): boolean {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const [aFrom, aTo] = a[i] as Range;
    const [bFrom, bTo] = b[j] as Range;
    if (aTo < bFrom) i++;
    else if (bTo < aFrom) j++;
    else return true;
  }
  return false;
}

/** How many numbers they hold. */
export function size(ranges: Ranges): number {
  let sum = 0;
  for (const [from, to] of ranges) sum += to - from + 1;
  return sum;
}

/** What is missing between 1 and `highest`. */
export function gapsOf(ranges: Ranges, highest: number): Ranges {
  return highest < 1 ? [] : subtract([[1, highest]], ranges);
}
