import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { loadPlan } from '../load/load-plan.ts';
import { PLAN_NAMES, planPath } from '../testing/plans.ts';
import { FORMAT_CHECKS } from '../validate/formats.ts';
import { eventSchema, eventSchemas } from './event-schema.ts';

const ajv = () => new Ajv2020({ formats: FORMAT_CHECKS, keywords: ['x-pii'], strictRequired: false });

it.each(PLAN_NAMES)('is standard JSON Schema for every event of %s', async (name) => {
  const plan = await loadPlan(planPath(name));
  const schemas = eventSchemas(plan);
  expect(Object.keys(schemas)).toEqual(Object.keys(plan.events));
  for (const schema of Object.values(schemas)) ajv().compile(schema);
});

it('finds a common field among the properties or in the event itself', async () => {
  const plan = await loadPlan(planPath('pool-hall'));
  const matches = ajv().compile(eventSchema(plan, 'share_action'));
  const properties = { channel: 'wechat', target: 'page', user_id: 3, event_time: '2026-01-01T00:00:00Z' };
  const event = { eventName: 'share_action', properties, platform: 'h5' };
  expect(matches(event)).toBe(true);
  expect(matches({ ...event, platform: 'tv' })).toBe(false);
  expect(matches({ ...event, platform: 'tv', properties: { ...properties, platform: 'h5' } })).toBe(true);
  expect(matches({ ...event, platform: undefined })).toBe(false);
  expect(matches({ ...event, properties: { ...properties, target: 'room' } })).toBe(false);
  expect(matches({ ...event, properties: { ...properties, other: 1 } })).toBe(false);
});

it('refuses an event that the plan does not have', async () => {
  const plan = await loadPlan(planPath('lead-funnel'));
  expect(() => eventSchema(plan, 'toString')).toThrow('The plan has no event "toString"');
});
