import { expect, it } from 'vitest';
import { createLimiter } from './rate-limit.ts';

it('lets a burst pass, then says how long to wait, and keeps addresses apart', () => {
  const limiter = createLimiter(10, 50);
  expect(limiter('a', 100, 0)).toBe(0);
  expect(limiter('a', 50, 0)).toBe(5);
  expect(limiter('b', 50, 0)).toBe(0);
  expect(limiter('a', 50, 4500)).toBe(1);
  expect(limiter('a', 50, 5000)).toBe(0);
});

it('lets one full batch pass even when the limit is lower', () => {
  expect(createLimiter(1, 2000)('a', 2000, 0)).toBe(0);
});
