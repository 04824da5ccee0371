/** The first wait at most, in ms; each further one doubles. */
const BASE = 1000;
/** The longest wait of our own choosing, in ms. */
const CAP = 60_000;

/**
 * How long to wait after so many failures in a row, in ms.
 *
 * Up to `maxRetries`: exponential with full jitter (M. Brooker, "Exponential Backoff And Jitter", AWS
 * Architecture Blog, 2015), so that many pages do not come back together. Beyond: single probes, half a minute
 * to a minute apart, so that a server that is down sees few of them.
 *
 * @param random A number from 0 to 1.
 */
export function backoff(failures: number, maxRetries: number, random: number): number {
  if (failures > maxRetries) return CAP * (0.5 + random / 2);
  return Math.min(CAP, BASE * 2 ** (failures - 1)) * random;
}
