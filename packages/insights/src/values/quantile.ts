/** In proportion between neighbours, as PERCENTILE_CONT in SQL. @param sorted At least one number, in order. */
export function quantileOf(sorted: readonly number[], q: number): number {
  const place = q * (sorted.length - 1);
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (place - Math.floor(place)) * (above - below);
}
