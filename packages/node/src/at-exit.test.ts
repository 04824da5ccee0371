import { expect, test } from 'vitest';
import { atExit } from './at-exit.js';

test('one listener for all, gone with the last; one that throws does not stop the others', () => {
  const before = process.listeners('exit');
  const done: string[] = [];
  const cancels = [
    atExit(() => done.push('first')),
    atExit(() => {
      throw new Error('broken');
    }),
    atExit(() => done.push('last')),
  ];
  const added = process.listeners('exit').filter((listener) => !before.includes(listener));
  expect(added).toHaveLength(1);
  added[0]?.(0);
  expect(done).toEqual(['first', 'last']);
  for (const cancel of cancels) cancel();
  expect(process.listeners('exit')).toEqual(before);
});
