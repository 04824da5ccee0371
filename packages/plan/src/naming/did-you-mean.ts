import { distance } from 'fastest-levenshtein';

/** `; did you mean "x"?` for the known word that is nearest, when it is near; nothing otherwise. */
export function didYouMean(word: string, known: readonly string[]): string {
  const [best] = known
    .map((candidate) => ({ candidate, far: distance(plain(word), plain(candidate)) }))
    .filter(({ candidate, far }) => far <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.far - b.far);
  return best ? `; did you mean "${best.candidate}"?` : '';
}

/** `Order Paid`, `orderPaid` and `order_paid` are one word: each SDK has its own way of writing it. */
const plain = (word: string) =>
  word
    .slice(0, 256)
    .replace(/[^\p{L}\d]+/gu, '')
    .toLowerCase();
