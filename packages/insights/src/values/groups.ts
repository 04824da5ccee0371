import type { JsonValue } from '@pugmark/store';
import { canonical, compareText } from './canonical.ts';

/** The key of a group; a missing value has one of its own. */
export const groupKey = (value: JsonValue | undefined): string =>
  value === undefined || value === null ? '' : canonical(value);

/** What a group is called, to bring equals into an order. */
const nameOf = (value: JsonValue): string =>
  value === null ? '' : typeof value === 'string' ? value : canonical(value);

/** The largest first, those without a figure last, equals by their text. */
export const byTotal = (
  a: { group: JsonValue; total: number | null },
  b: { group: JsonValue; total: number | null },
): number => {
  if (a.total !== b.total) {
    if (a.total === null) return 1;
    return b.total === null ? -1 : b.total - a.total;
  }
  return compareText(nameOf(a.group), nameOf(b.group)) || compareText(groupKey(a.group), groupKey(b.group));
};
