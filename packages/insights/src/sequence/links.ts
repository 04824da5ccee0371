import type { PathLink } from '../model/answer.ts';
import { compareText } from '../values/canonical.ts';

/** The largest links of each step, equals by their names. */
export function largestLinks(links: readonly PathLink[], limit: number): PathLink[] {
  const sorted = [...links].sort(
    (a, b) => a.step - b.step || b.count - a.count || compareText(a.from, b.from) || compareText(a.to, b.to),
  );
  const taken = new Map<number, number>();
  return sorted.filter(({ step }) => {
    const count = (taken.get(step) ?? 0) + 1;
    taken.set(step, count);
    return count <= limit;
  });
}
