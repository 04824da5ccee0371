/** Takes tokens, such as one for each event; returns the seconds to wait when there are not enough, else 0. */
export type Limiter = (address: string, amount: number, now: number) => number;

const MAX_ADDRESSES = 10_000;

/**
 * A token bucket for each client address. A bucket holds ten seconds' worth, and never less than
 * `largest`, and who asks for more takes all of it, so that any single request can pass.
 */
export function createLimiter(perSecond: number, largest: number): Limiter {
  const capacity = Math.max(perSecond * 10, largest);
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (address, amount, now) => {
    const wanted = Math.min(amount, capacity);
    const known = buckets.get(address);
    const elapsed = known ? Math.max(0, now - known.at) : 0;
    const tokens = known ? Math.min(capacity, known.tokens + (elapsed / 1000) * perSecond) : capacity;
    const enough = tokens >= wanted;
    // Set anew, so that the address that was quiet for longest is forgotten first.
    buckets.delete(address);
    buckets.set(address, { tokens: enough ? tokens - wanted : tokens, at: now });
    if (buckets.size > MAX_ADDRESSES) buckets.delete(buckets.keys().next().value as string);
    return enough ? 0 : Math.max(1, Math.ceil((wanted - tokens) / perSecond));
  };
}
