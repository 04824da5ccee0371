import { expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/directory.js';
import { createStreamLog } from './stream-log.js';
import type { SegmentWriter } from './writer.js';
import { createWriter } from './writer.js';

test('after a write that failed half way, the next takes its place', async () => {
  const directory = temporaryDirectory();
  const real = createWriter(directory, 'os');
  let isFull = false;
  const writer: SegmentWriter = {
    ...real,
    get name() {
      return real.name;
    },
    get size() {
      return real.size;
    },
    append: (bytes) =>
      isFull ? Promise.reject(new Error('ENOSPC: no space left on device')) : real.append(bytes),
  };
  const log = createStreamLog(directory, 'w', writer);
  await log.set([['a', '1']]);
  isFull = true;
  await expect(log.set([['b', '2']])).rejects.toThrow('ENOSPC');
  expect(log.keys()).toEqual(['a']);
  isFull = false;
  await log.set([['c', '3']]);
  expect([await log.get('a'), await log.get('b'), await log.get('c')]).toEqual(['1', undefined, '3']);
});
