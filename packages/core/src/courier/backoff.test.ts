import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoff } from './backoff.js';

const unit = fc.double({ min: 0, max: 1, noNaN: true });

describe('backoff', () => {
  it('stays within a bound that doubles, up to a minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(100), unit, (failures, maxRetries, random) => {
        const wait = backoff(failures, maxRetries, random);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(60_000);
        if (failures <= maxRetries) expect(wait).toBeLessThanOrEqual(1000 * 2 ** (failures - 1));
        else expect(wait).toBeGreaterThanOrEqual(30_000);
      }),
    );
  });

  it('uses the whole width, so that many pages do not come back together', () => {
    expect([backoff(3, 3, 0), backoff(3, 3, 0.5), backoff(3, 3, 1)]).toEqual([0, 2000, 4000]);
  });

  it('never waits less by luck of a greater number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), unit, unit, (failures, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(backoff(failures, 3, low)).toBeLessThanOrEqual(backoff(failures, 3, high));
      }),
    );
  });
});
