import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { formatProblem } from '../model/problem.ts';
import { PLAN_NAMES, planPath } from '../testing/plans.ts';
import { loadPlan, readPlanText } from './load-plan.ts';

it.each(PLAN_NAMES)('loads the real plan %s', async (name) => {
  const plan = await loadPlan(planPath(name));
  expect(plan.name).toBe(name);
  expect(Object.keys(plan.events).length).toBeGreaterThan(4);
});

it('reads every shorthand of a property', () => {
  const { plan, problems } = readPlanText(
    `{version: 2, name: x, events: {a_b: {properties: {s: string, o: 'number?', e: [0, 1], w: [a], f: [0.5, 1]}}, c_d: }}`,
    'x.yaml',
  );
  expect(problems).toEqual([]);
  expect(plan.version).toBe('2');
  expect(plan.events.c_d).toEqual({ properties: {} });
  expect(plan.events.a_b?.properties).toEqual({
    s: { type: 'string', required: true },
    o: { type: 'number', required: false },
    e: { type: 'integer', required: true, enum: [0, 1] },
    w: { type: 'string', required: true, enum: ['a'] },
    f: { type: 'number', required: true, enum: [0.5, 1] },
  });
});

it('loads JSON and TypeScript as well', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'pugmark-plan-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const source = { version: 1, name: 'shop', events: { order_paid: { properties: { amount: 'number' } } } };
  const json = join(directory, 'plan.json');
  await writeFile(json, JSON.stringify(source));
  const module = join(directory, 'plan.ts');
  await writeFile(
    module,
    `const version: number = 1;\nexport default { ...${JSON.stringify(source)}, version };\n`,
  );
  expect(await loadPlan(json)).toEqual(await loadPlan(module));
});

it('tells all problems of a file, each with its line and column', async () => {
  const { problems } = readPlanText(
    'version: 1\nname: x\nevents:\n  page_view:\n    priority: P5\n    properties:\n      page: strin\n',
    'plan.yaml',
  );
  expect(problems.map(formatProblem)).toEqual([
    'plan.yaml:5:5: events.page_view.priority: "P5" is no priority: audit, P0, P1, P2; did you mean "P0"?',
    'plan.yaml:7:7: events.page_view.properties.page: "strin" is no type: string, integer, number, boolean, array, object; did you mean "string"?',
  ]);
});

it('rejects with the problems of a plan', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'pugmark-plan-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const file = join(directory, 'plan.yaml');
  await writeFile(file, 'version: 1\nname: x\n');
  await expect(loadPlan(file)).rejects.toThrow(`${file}:1:1: a plan needs "events"`);
});
