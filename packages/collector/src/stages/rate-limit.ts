import { refuse } from '../refusal.ts';

/** Takes tokens for events; returns the seconds to wait when there are not enough, else 0. */
export type Limiter = (address: string, events: number, now: number) => number;

const MAX_ADDRESSES = 10_000;

/**
 * A token bucket for each client address. A bucket holds ten seconds' worth, and never less than
 * `largest`, so that one full batch can always pass.
 */
export function createLimiter(perSecond: number, largest: number): Limiter {
  const capacity = Math.max(perSecond * 10, largest);
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (address, events, now) => {
    const known = buckets.get(address);
    const elapsed = known ? Math.max(0, now - known.at) : 0;
    const tokens = known ? Math.min(capacity, known.tokens + (elapsed / 1000) * perSecond) : capacity;
    const enough = tokens >= events;
    // Set anew, so that the address that was quiet for longest is forgotten first.
    buckets.delete(address);
    buckets.set(address, { tokens: enough ? tokens - events : tokens, at: now });
    if (buckets.size > MAX_ADDRESSES) buckets.delete(buckets.keys().next().value as string);
    return enough ? 0 : Math.max(1, Math.ceil((events - tokens) / perSecond));
  };
}

/** Refuses the whole request when its sender is over the limit; nothing of it was committed yet. */
export function rateLimit(limiter: Limiter, address: string, events: number, now: number): void {
  const wait = limiter(address, events, now);
  if (wait === 0) return;
  throw refuse(429, 'rate_limited', `Too many events from this address: send them again in ${wait} s.`, {
    'Retry-After': String(wait),
  });
}
