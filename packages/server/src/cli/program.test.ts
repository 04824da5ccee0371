import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPgliteStore } from '@pugmark/store';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { planPath } from '../../../plan/src/testing/plans.ts';
import { buildWorker } from '../../../store/src/testing/build-worker.ts';
import { writeDemo } from '../demo/index.ts';
import { createProgram } from './program.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let directory: string;
beforeAll(async () => {
  await buildWorker();
  directory = await mkdtemp(join(tmpdir(), 'pugmark-server-'));
  const store = await createPgliteStore({ dataDir: join(directory, 'data') });
  await writeDemo(store, { plan: 'lead-funnel', until: Date.now(), days: 3 });
  await store.close();
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function run(...args: string[]): Promise<string> {
  const written: string[] = [];
  const write = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => written.push(String(text)) > 0);
  try {
    const data = ['--data', join(directory, 'data'), '--plan', planPath('lead-funnel')];
    await createProgram()
      .exitOverride()
      .parseAsync(['ask', ...args, ...data], { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return written.join('');
}

it('answers the name of a metric with a table of days, and says how complete it is', async () => {
  const lines = (await run('start_rate')).trimEnd().split('\n');
  expect(lines).toHaveLength(11);
  expect(lines.at(-3)).toMatch(/^total +0\.\d+$/);
  expect(lines.at(-1)).toMatch(/^99\.\d % complete, \d+ lost; computed at 20/);
});

it('answers a question in JSON as CSV, and as JSON', async () => {
  const question = JSON.stringify({ kind: 'funnel', steps: 'lead', range: { last: { days: 3 } } });
  const csv = await run(question, '--csv');
  expect(csv.split('\r\n')[0]).toBe('step,count,from first,from previous,median s');
  expect(csv.split('\r\n')[1]).toMatch(/^landing_page_view,\d+,1,1,$/);
  const { groups, completeness } = JSON.parse(await run(question, '--json'));
  expect(groups[0].steps).toHaveLength(4);
  expect(completeness.numbered).toBeGreaterThan(100);
});

it('says what is wrong with a question', async () => {
  await expect(run('start_rat')).rejects.toThrow(
    'there is no metric "start_rat"; did you mean "start_rate"?',
  );
  await expect(run('{kind')).rejects.toThrow('The question is no JSON');
});
