import { readPlan } from '@pugmark/plan';
import { describe, expect, it } from 'vitest';
import { createBoards } from './boards.ts';
import { boardsOf } from './layout/boards-of.ts';
import { toCsv } from './page/table.ts';

const { plan } = readPlan({
  version: 1,
  name: 'shop',
  events: { seen: {}, paid: { properties: { amount: 'number' } } },
  funnels: { buy: ['seen', 'paid'] },
});
const mount = createBoards({ plan, ask: () => Promise.reject(new Error('table secret')) });
const post = (body: string) =>
  mount.fetch(new Request('http://a/x/boards/api/answers', { method: 'POST', body }));

describe('boards', () => {
  it('are made over event counts where a plan has no metrics', () => {
    const names = boardsOf(plan).map(({ name }) => name);
    expect(names).toEqual(['overview', 'trends', 'funnels', 'retention', 'paths', 'rankings']);
    expect(boardsOf(plan)[0]?.cards.map(({ events }) => events[0])).toEqual(['seen', 'paid']);
  });
  it.each(['', '{}', '{"questions":[]}', '{"questions":[1]}', 'null'])('refuse %s', async (body) => {
    expect((await post(body)).status).toBe(400);
  });
  it('refuse too many questions and too many bytes', async () => {
    expect((await post(JSON.stringify({ questions: Array(41).fill({}) }))).status).toBe(400);
    expect((await post('x'.repeat(70_000))).status).toBe(413);
  });
  it("keep a store's own words to themselves", async () => {
    expect(await (await post('{"questions":[{}]}')).text()).not.toContain('secret');
  });
  it('defuse formulas in CSV', () => {
    expect(toCsv([['=1+1', '@a', -2]])).toBe("'=1+1,'@a,-2\r\n");
  });
});
