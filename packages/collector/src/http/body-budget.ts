import { refuse } from '../refusal.ts';

/** Bounds the bytes of bodies that are on their way, in all and for one address. */
export interface BodyBudget {
  /**
   * Takes room for bytes.
   *
   * @throws RefusedError with 503 when there is none.
   */
  take(address: string, bytes: number): void;
  giveBack(address: string, bytes: number): void;
}

/** An address may have a quarter, so that one client that holds its bodies back does not keep out all others. */
export function createBodyBudget(maxBytes = 64 * 1024 * 1024): BodyBudget {
  const byAddress = new Map<string, number>();
  let total = 0;
  return {
    take(address, bytes) {
      const own = byAddress.get(address) ?? 0;
      if (total + bytes > maxBytes || own + bytes > maxBytes / 4) {
        throw refuse(503, 'overloaded', 'Too many bodies are on their way: send the request again.', {
          'Retry-After': '2',
          Connection: 'close',
        });
      }
      total += bytes;
      byAddress.set(address, own + bytes);
    },
    giveBack(address, bytes) {
      total -= bytes;
      const own = (byAddress.get(address) ?? 0) - bytes;
      if (own > 0) byAddress.set(address, own);
      else byAddress.delete(address);
    },
  };
}
