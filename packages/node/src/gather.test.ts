import { expect, test } from 'vitest';
import { createGathering } from './gather.js';

test('a quiet process writes at once, a busy one every few milliseconds', async () => {
  let time = 1000;
  const gather = createGathering(() => time);
  expect(gather()).toBeUndefined();
  time += 1;
  const together = gather();
  expect(together).toBeInstanceOf(Promise);
  await together;
  time += 100;
  expect(gather()).toBeUndefined();
});
