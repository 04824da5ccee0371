import { expect, it } from 'vitest';
import { createVisitor } from './testing/visit.js';

it('a request that is not kept alive takes nothing from those that are', async () => {
  const frame = await createVisitor().page();
  const seen = await frame.run(async (load) => {
    const kept: (boolean | undefined)[] = [];
    window.fetch = (_, init) => {
      kept.push(init?.keepalive);
      return new Promise(() => {});
    };
    const { send } = await load('send');
    for (const bytes of [240_000, 50_000, 240_000, 15_000])
      void send({ url: 'https://a.test', body: '{}', bytes, deadline: 1e6, compress: false }, String);
    return kept;
  });
  expect(seen).toEqual([false, true, false, true]);
});
