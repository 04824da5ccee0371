import { expect, it, vi } from 'vitest';
import { createSend } from './send.js';
import { clock, logger } from './surroundings.js';

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

it.each(CLOCKS)('tells the time in whole milliseconds when Date.now %s', (_, broken) => {
  const spy = vi.spyOn(Date, 'now').mockImplementation(broken as () => number);
  const time = clock.now();
  spy.mockRestore();
  expect(Number.isInteger(time)).toBe(true);
  expect(Math.abs(time - now())).toBeLessThan(5000);
});

it('is not held up by a console that throws', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {
    throw new Error('no console');
  });
  const send = createSend(
    {
      request({ fail }) {
        fail({ errno: 600002, errMsg: 'request:fail url not in domain list' });
        return undefined;
      },
    },
    clock,
    logger,
  );
  const answer = await send({
    url: 'https://collect.example.com/x',
    body: '{}',
    bytes: 2,
    deadline: 60_000,
    compress: false,
  });
  expect(answer).toEqual({ status: 0 });
  expect(warn).toHaveBeenCalledTimes(1);
  warn.mockRestore();
});
