import { expect, test, vi } from 'vitest';
import { clock } from './clock.js';
import { createPlatform } from './edge/platform.js';

const { now } = Date;

/** What libraries and test tools put in its place. */
const CLOCKS: [string, () => unknown][] = [
  ['has fractions', () => performance.timeOrigin + performance.now()],
  ['is a text', () => `${now()}`],
  ['is a bigint', () => BigInt(now())],
  ['is no number', () => Number.NaN],
  ['is nothing', () => undefined],
  ['is before 1970', () => -5],
  ['stands at 0', () => 0],
];

test.each(CLOCKS)('the time is in whole milliseconds when Date.now %s', (_, broken) => {
  const spy = vi.spyOn(Date, 'now').mockImplementation(broken as () => number);
  const times = [clock.now(), createPlatform().clock.now()];
  spy.mockRestore();
  for (const time of times) {
    expect(Number.isInteger(time)).toBe(true);
    expect(Math.abs(time - now())).toBeLessThan(5000);
  }
});
