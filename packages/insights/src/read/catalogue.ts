import type { Plan } from '@pugmark/plan';

/** What questions are held to, and take their names from. */
export interface Catalogue {
  plan?: Plan | undefined;
  /** Configured figures that no event holds, such as `{ 'cost per human session': 10 }`. */
  figures?: Readonly<Record<string, number>> | undefined;
}

/** The nearest of some names, for an error: `; did you mean "order_paid"?`, or what there is. */
export function nearest(name: string, known: readonly string[]): string {
  const wanted = name.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, distance: distance(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  if (best && best.distance <= Math.max(2, Math.ceil(wanted.length / 3)))
    return `; did you mean "${best.candidate}"?`;
  if (known.length === 0) return '';
  const some = known.slice(0, 8).join(', ');
  return `; there ${known.length === 1 ? 'is' : 'are'} ${some}${known.length > 8 ? ' …' : ''}`;
}

/** How many letters have to be changed (V. I. Levenshtein, 1965). */
function distance(a: string, b: string): number {
  if (a.length > 200 || b.length > 200) return 200;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      next.push(
        Math.min(
          (next[j - 1] as number) + 1,
          (row[j] as number) + 1,
          (row[j - 1] as number) + (isSame ? 0 : 1),
        ),
      );
    }
    row = next;
  }
  return row[b.length] as number;
}
