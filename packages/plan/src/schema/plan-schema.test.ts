import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { readPlan } from '../format/read-plan.ts';
import { PLAN_NAMES, planPath } from '../testing/plans.ts';
import { planSchema } from './plan-schema.ts';

const published = new URL('../../plan.schema.json', import.meta.url);
const matches = new Ajv({ allowUnionTypes: true }).compile(planSchema());

it('is what the package publishes', () => {
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(planSchema());
});

it.each(PLAN_NAMES)('accepts the real plan %s', (name) => {
  matches(parse(readFileSync(planPath(name), 'utf8')));
  expect(matches.errors).toBeNull();
});

const event = (source: unknown) => ({ version: 1, name: 'x', events: { order_paid: source } });

it.each([
  [event({ priority: 'P3' })],
  [event({ propertys: {} })],
  [event({ properties: { amount: 'nummer' } })],
  [event({ properties: { amount: { required: true } } })],
  [event({ properties: { 'a-b': 'string' } })],
  [event({ properties: { a: { type: 'string', pii: 'iban' } } })],
  [{ name: 'x', events: {} }],
  [{ ...event({}), metrics: { m: { over: 'x' } } }],
  [{ ...event({}), funnels: { f: ['order_paid'] } }],
])('refuses what the reader refuses: %j', (source) => {
  expect(matches(source)).toBe(false);
  expect(readPlan(source).problems).not.toEqual([]);
});
