import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPlan } from '../format/read-plan.ts';
import { loadPlan } from '../load/load-plan.ts';
import { eventSchema } from '../schema/event-schema.ts';
import { planPath } from '../testing/plans.ts';
import { compileChecks } from './compile-checks.ts';
import { FORMAT_CHECKS } from './formats.ts';

const { plan } = readPlan({
  version: 1,
  name: 'shop',
  common: { deviceId: 'string', store: 'integer?' },
  events: {
    order_paid: {
      properties: {
        amount: 'number',
        count: 'integer?',
        method: ['card', 'cash'],
        at: { type: 'string', format: 'date-time', required: false },
        tags: { type: 'array', items: 'string', required: false },
        extra: 'object?',
        ok: 'boolean?',
      },
    },
  },
});
const check = compileChecks(plan);
const right = { eventName: 'order_paid', deviceId: 'd', properties: { amount: 1.5, method: 'card' } };
const withProperty = (name: string, value: unknown) => ({
  ...right,
  properties: { ...right.properties, [name]: value },
});

it('finds nothing wrong with a right event', () => {
  expect(check(right)).toBeUndefined();
  expect(check(withProperty('count', undefined))).toBeUndefined();
  expect(check(withProperty('other', undefined))).toBeUndefined();
});

it.each([
  [
    { ...right, eventName: 'order_payed' },
    'eventName',
    'the plan has no event "order_payed"; did you mean "order_paid"?',
  ],
  [
    { ...right, eventName: 'Order Paid' },
    'eventName',
    'the plan has no event "Order Paid"; did you mean "order_paid"?',
  ],
  [
    { ...right, eventName: 'page_view' },
    'eventName',
    'the plan has no event "page_view"; the SDK tracks it: write "extends: pugmark/web" or "extends: pugmark/taro" into the plan',
  ],
  [withProperty('ammount', 1), 'properties.ammount', 'is not in the plan; did you mean "amount"?'],
  [withProperty('nul\u0000', 1), 'properties.nul\uFFFD', 'is not in the plan'],
  [withProperty(`${'x'.repeat(63)}😀`, 1), `properties.${'x'.repeat(63)}😀`, 'is not in the plan'],
  [{ ...right, eventName: 7 }, 'eventName', 'must be a string'],
  [{ ...right, properties: [] }, 'properties', 'must be an object'],
  [{ ...right, deviceId: 7 }, 'deviceId', 'must be a string, is the number 7'],
  [{ ...right, deviceId: undefined }, 'properties.deviceId', 'is required, is missing'],
  [withProperty('deviceId', null), 'properties.deviceId', 'must be a string, is null'],
  [withProperty('amount', undefined), 'properties.amount', 'is required, is missing'],
  [withProperty('amount', '1'), 'properties.amount', 'must be a number, is the string "1"'],
  [withProperty('amount', Number.NaN), 'properties.amount', 'must be a number, is the number NaN'],
  [withProperty('count', 1.5), 'properties.count', 'must be an integer, is the number 1.5'],
  [
    withProperty('method', 'coin'),
    'properties.method',
    'must be one of "card", "cash", is the string "coin"',
  ],
  [withProperty('at', 'today'), 'properties.at', 'must be a date-time, is the string "today"'],
  [
    withProperty('tags', ['a', 1]),
    'properties.tags',
    'must hold only values of type string, item 1 is the number 1',
  ],
  [withProperty('extra', []), 'properties.extra', 'must be an object, is an array'],
  [withProperty('ok', 1), 'properties.ok', 'must be a boolean, is the number 1'],
  [withProperty('other', 1), 'properties.other', 'is not in the plan'],
])('names path and reason: %j', (event, path, message) => {
  expect(check(event)).toEqual([{ path, message }]);
});

it("finds nothing wrong with the binding of a user, whose properties are the app's own", () => {
  const identify = { eventName: 'user_identify', deviceId: 'd', properties: { crm: 'c-1' } };
  expect(check(identify)).toBeUndefined();
  const extended = readPlan({ version: 1, name: 'x', extends: 'pugmark/web', events: {} }).plan;
  expect(compileChecks(extended)(identify)).toBeUndefined();
  const said = { version: 1, name: 'x', extends: 'pugmark/web', events: { user_identify: {} } };
  expect(compileChecks(readPlan(said).plan)(identify)).toEqual([
    { path: 'properties.crm', message: 'is not in the plan' },
  ]);
});

it('tells all faults of an event', () => {
  const faults = check({ eventName: 'order_paid', properties: { method: 1, other: 2 } });
  expect(faults?.map(({ path }) => path)).toEqual([
    'properties.method',
    'properties.other',
    'properties.amount',
    'properties.deviceId',
  ]);
});

it('says the same as the JSON Schema of the event', () => {
  const ajv = new Ajv2020({ formats: FORMAT_CHECKS, strict: false });
  const matches = ajv.compile(eventSchema(plan, 'order_paid'));
  const value = fc.oneof(
    fc.constantFrom('card', 'cash', '2026-01-01T00:00:00Z', '', 1, 1.5, true, null),
    fc.constantFrom<unknown>([], ['a'], [1], {}),
  );
  const names = [...Object.keys(plan.events.order_paid?.properties ?? {}), 'deviceId', 'store', 'other'];
  const fields = Object.fromEntries(names.map((name) => [name, value]));
  const event = fc.record(
    {
      eventName: fc.constantFrom('order_paid'),
      deviceId: value,
      store: value,
      properties: fc
        .record(fields, { requiredKeys: [] })
        .map((random) => ({ ...right.properties, ...random })),
    },
    { requiredKeys: ['eventName', 'properties'] },
  );
  fc.assert(
    fc.property(event, (candidate) => {
      expect(check(candidate) === undefined).toBe(matches(candidate));
    }),
    { numRuns: 500 },
  );
});

it('checks events of a real plan', async () => {
  const poolHall = compileChecks(await loadPlan(planPath('pool-hall')));
  const common = { user_id: -1, event_time: '2026-01-01T00:00:00Z', platform: 'h5' };
  const properties = { session_id: 1, table_id: 2, store_id: 3, start_type: 'immediate', user_type: 'vip' };
  expect(poolHall({ eventName: 'session_start', properties: { ...properties, ...common } })).toBeUndefined();
});
