import type { Plan } from '@pugmark/plan';
import { distance } from 'fastest-levenshtein';

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
    .map((candidate) => ({ candidate, far: distance(wanted.slice(0, 256), candidate.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const [best] = ranked;
  if (best && best.far <= Math.max(2, Math.ceil(wanted.length / 3)))
    return `; did you mean "${best.candidate}"?`;
  if (known.length === 0) return '';
  const some = known.slice(0, 8).join(', ');
  return `; there ${known.length === 1 ? 'is' : 'are'} ${some}${known.length > 8 ? ' …' : ''}`;
}
