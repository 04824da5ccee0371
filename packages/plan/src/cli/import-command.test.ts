import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { loadPlan } from '../load/load-plan.ts';
import { eventSchemas } from '../schema/event-schema.ts';
import { PLAN_NAMES, planPath } from '../testing/plans.ts';
import { runCli } from './program.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pugmark-import-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
});

function write(name: string, content: unknown): string {
  const file = join(directory, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

async function run(...args: string[]) {
  const printed: string[] = [];
  const failed: string[] = [];
  const code = await runCli(args, {
    print: (text) => printed.push(text),
    fail: (text) => failed.push(text.replaceAll(`${directory}/`, '')),
  });
  return { code, printed: printed.join('\n'), failed };
}

/** Imports the files, and checks the plan that comes of them. */
async function importAll(...files: string[]) {
  const target = join(directory, 'plan.yaml');
  const { code, failed } = await run('import', ...files, '-o', target, '--name', 'shop', '--no-extends');
  expect(await run('check', target)).toMatchObject({ code: 0, failed: [] });
  return { code, failed, plan: await loadPlan(target), text: readFileSync(target, 'utf8') };
}

it('imports a schema file for each event, named by its constant, its title or its file', async () => {
  const paid = write('a.json', {
    description: 'money arrived',
    type: 'object',
    required: ['event', 'amount', 'method'],
    properties: {
      event: { const: 'order_paid' },
      amount: { type: 'number', description: 'in yuan', examples: [9.9] },
      method: { enum: ['card', 'cash'] },
      at: { type: 'string', format: 'date-time' },
      tags: { type: 'array', items: { type: 'string' } },
      phone: { type: 'string', 'x-pii': 'phone' },
      note: { type: 'string' },
    },
  });
  const titled = write('b.json', { title: 'Order Created', properties: { count: { type: 'integer' } } });
  const named = write('cart-opened.schema.json', { type: 'object', properties: {} });
  const { code, failed, plan, text } = await importAll(paid, titled, named);
  expect({ code, failed }).toEqual({ code: 0, failed: [] });
  expect(Object.keys(plan.events)).toEqual(['order_paid', 'order_created', 'cart_opened']);
  expect(plan.events.order_paid).toEqual({
    description: 'money arrived',
    properties: {
      amount: { type: 'number', required: true, description: 'in yuan', example: 9.9 },
      method: { type: 'string', required: true, enum: ['card', 'cash'] },
      at: { type: 'string', required: false, format: 'date-time' },
      tags: { type: 'array', required: false, items: 'string' },
      phone: { type: 'string', required: false, pii: 'phone' },
      note: { type: 'string', required: false },
    },
  });
  expect(text).toMatch(/^# yaml-language-server: \$schema=/);
  expect(text).toContain('note: string?');
});

it('imports a union of events, with references, and definitions of events', async () => {
  const union = write('events.yaml', {
    oneOf: [{ $ref: '#/$defs/orderPaid' }, { $ref: '#/$defs/orderSent' }],
    $defs: {
      money: { type: 'number', description: 'in yuan' },
      base: { properties: { orderId: { type: 'string' } }, required: ['orderId'] },
      orderPaid: {
        allOf: [{ $ref: '#/$defs/base' }],
        properties: { amount: { $ref: '#/$defs/money' } },
        required: ['amount'],
      },
      orderSent: {
        properties: {
          name: { const: 'order_shipped' },
          properties: { properties: { by: { type: 'string' } } },
        },
      },
    },
  });
  const definitions = write('more.json', {
    definitions: { Opened: { properties: { page: { type: 'string' } } } },
  });
  const { code, failed, plan } = await importAll(union, definitions);
  expect({ code, failed }).toEqual({ code: 0, failed: [] });
  expect(Object.keys(plan.events)).toEqual(['order_paid', 'order_shipped', 'opened']);
  expect(plan.events.order_paid?.properties).toEqual({
    orderId: { type: 'string', required: true },
    amount: { type: 'number', required: true, description: 'in yuan' },
  });
  expect(Object.keys(plan.events.order_shipped?.properties ?? {})).toEqual(['by']);
});

it('tells what of a schema a plan cannot hold, and leaves out no more than that', async () => {
  const file = write('x.json', {
    title: 'order_paid',
    type: 'object',
    oneOf: [],
    properties: {
      amount: { type: 'number', minimum: 0 },
      ip: { type: 'string', format: 'ipv4' },
      maybe: { type: ['string', 'null'] },
      either: { type: ['string', 'number'] },
      untyped: {},
      far: { $ref: 'https://example.com/x.json' },
      'bad-name': { type: 'string' },
      toString: { type: 'string' },
      userId: { type: 'string' },
      user_id: { type: 'string' },
      nested: { type: 'object', properties: { inner: { type: 'string' } } },
      count: { type: 'integer', example: 'three' },
    },
  });
  const { code, failed, plan } = await importAll(file);
  expect(code).toBe(1);
  expect(Object.keys(plan.events.order_paid?.properties ?? {})).toEqual([
    'amount',
    'ip',
    'maybe',
    'userId',
    'nested',
    'count',
  ]);
  expect(failed).toEqual([
    'x.json#: "oneOf" has no counterpart in a plan',
    'x.json#/properties/amount: "minimum" has no counterpart in a plan',
    'x.json#/properties/ip: the format "ipv4" has no counterpart in a plan',
    'x.json#/properties/maybe: may be null, which a plan does not allow: leave the property out instead',
    'x.json#/properties/either: left out: is of several types: string, number',
    'x.json#/properties/untyped: left out: the schema says nothing of its type',
    'x.json#/properties/far: left out: https://example.com/x.json cannot be followed',
    'x.json#/properties/nested: "properties" has no counterpart in a plan',
    'x.json#/properties/bad-name: left out: a property name is a letter, then letters, digits and _',
    'x.json#/properties/toString: left out: every JavaScript object has something of this name',
    expect.stringMatching(/^x\.json#\/properties\/count: left out: the example does not fit/),
    'x.json#/properties/user_id: left out: means the same name as "userId"',
  ]);
});

it.each(PLAN_NAMES)('gives the events of %s back that it has written as JSON Schema', async (name) => {
  const before = await loadPlan(planPath(name));
  const files = Object.entries(eventSchemas(before)).map(([event, schema]) => write(`${event}.json`, schema));
  const { plan } = await importAll(...files);
  for (const [event, { properties }] of Object.entries(before.events))
    for (const [property, field] of Object.entries(properties))
      expect(plan.events[event]?.properties[property]).toMatchObject({
        type: field.type,
        required: field.required,
        ...(field.enum && { enum: field.enum }),
      });
});

it('imports a table, in English or Chinese, whose rows are properties', async () => {
  const english = write(
    'events.csv',
    `Event,Event description,Priority,Property,Type,Required,Description,Allowed values,Example
Order Paid,"money, arrived",P0,amount,float,yes,in yuan,,9.9
,,,method,string,no,,card|cash,
*,,,store,int,no,,,
page_view,seen,,,,,,,
`,
  );
  const chinese = write(
    '事件.csv',
    '\uFEFF事件名;属性名;类型;必填;说明\ntable_opened;tableId;整数;是;球桌\n;openedAt;日期时间;否;开台时间\n',
  );
  const { code, failed, plan } = await importAll(english, chinese);
  expect({ code, failed }).toEqual({ code: 0, failed: [] });
  expect(plan.common).toEqual({ store: { type: 'integer', required: false } });
  expect(plan.events.order_paid).toEqual({
    description: 'money, arrived',
    priority: 'P0',
    properties: {
      amount: { type: 'number', required: true, description: 'in yuan', example: 9.9 },
      method: { type: 'string', required: false, enum: ['card', 'cash'] },
    },
  });
  expect(plan.events.page_view).toEqual({ description: 'seen', properties: {} });
  expect(plan.events.table_opened?.properties).toEqual({
    tableId: { type: 'integer', required: true, description: '球桌' },
    openedAt: { type: 'string', required: false, format: 'date-time', description: '开台时间' },
  });
});

it('names the line of a table that a plan cannot hold', async () => {
  const file = write(
    'e.csv',
    `event,property,type,required,priority,colour
,early,string,yes,,
order_paid,amount,money,yes,P9,red
order_paid,when,string,perhaps,,
order_paid,when,string,yes,,
order_paid,2nd,string,yes,,
order_paid,free,,yes,,
!!!,x,string,yes,,
`,
  );
  const { code, failed, plan } = await importAll(file);
  expect(code).toBe(1);
  expect(Object.keys(plan.events.order_paid?.properties ?? {})).toEqual(['when', 'free']);
  expect(failed).toEqual([
    'e.csv: line 1: the column "colour" has no counterpart in a plan',
    'e.csv: line 2: left out: no event stands above',
    'e.csv: line 3: the priority "P9" is none of audit, P0, P1, P2',
    'e.csv: line 3: left out: "money" is no type',
    'e.csv: line 4: required is "perhaps": taken as no',
    'e.csv: line 5: left out: "when" is there already',
    'e.csv: line 7: "free" has no type: taken as string',
    'e.csv: line 8: left out: "!!!" is no name of an event',
    'e.csv: line 6: left out: a property name is a letter, then letters, digits and _',
  ]);
});

it('writes over no plan, and nothing where there is nothing to write', async () => {
  const file = write('opened.json', { properties: {} });
  const target = write('plan.yaml', 'mine');
  expect(await run('import', file, '-o', target)).toMatchObject({
    code: 2,
    failed: ['plan.yaml is there already; --force overwrites it'],
  });
  expect(readFileSync(target, 'utf8')).toBe('mine');
  expect(await run('import', file, '-o', target, '--force')).toMatchObject({ code: 0 });
  expect(await run('import', file)).toMatchObject({
    code: 0,
    printed: readFileSync(target, 'utf8').trimEnd().replace('name: plan', 'name: opened'),
  });
  const none = join(directory, 'none.yaml');
  expect(await run('import', write('empty.json', { $defs: {} }), '-o', none)).toMatchObject({ code: 2 });
  expect(await run('import', write('t.csv', 'a,b\n1,2\n'), '-o', none)).toMatchObject({
    code: 2,
    failed: [expect.stringContaining('t.csv: the first row must name the columns, "event" among them')],
  });
  expect(await run('import', write('x.txt', ''))).toMatchObject({ code: 2 });
  expect(existsSync(none)).toBe(false);
});

it('reports to tools as JSON', async () => {
  const file = write('opened.json', { properties: { a: { type: 'string', maxLength: 3 } } });
  const { code, printed } = await run('import', file, '--json', '--no-extends');
  expect(code).toBe(1);
  expect(JSON.parse(printed)).toEqual({
    plan: { version: 1, name: 'opened', events: { opened: { properties: { a: 'string?' } } } },
    events: 1,
    unmapped: [{ file, at: '#/properties/a', message: '"maxLength" has no counterpart in a plan' }],
  });
});

it('extends what the project uses of the SDK, so that page views and clicks are on the plan', async () => {
  const file = write('opened.json', { properties: {} });
  const target = join(directory, 'plan.yaml');
  expect(await run('import', file, '-o', target)).toMatchObject({ code: 0 });
  expect((await loadPlan(target)).extends).toEqual(['pugmark/web']);
  write('package.json', {
    dependencies: { '@pugmark/taro': '*' },
    devDependencies: { '@pugmark/node': '*' },
  });
  const { printed } = await run('import', file, '-o', target, '--force');
  expect(printed).toContain('written: 1 event, 0 notes of what was not mapped');
  const plan = await loadPlan(target);
  expect(plan.extends).toEqual(['pugmark/taro', 'pugmark/node']);
  expect(Object.keys(plan.events)).toEqual(
    expect.arrayContaining(['opened', 'app_launch', 'page_view', 'button_click', 'user_identify']),
  );
  expect(await run('import', file, '--extends', 'pugmark/wep')).toMatchObject({
    code: 2,
    failed: ['--extends pugmark/wep: known are pugmark/web, pugmark/taro, pugmark/node'],
  });
});

it('begins a plan that is right, and writes over none', async () => {
  write('package.json', { dependencies: { '@pugmark/browser': '*' } });
  const target = join(directory, 'plan.yaml');
  expect(await run('init', target, '--name', 'shop')).toMatchObject({ code: 0 });
  expect(readFileSync(target, 'utf8')).toContain('name: shop\nextends: pugmark/web\n');
  expect(await run('check', target)).toMatchObject({ code: 0, failed: [] });
  expect(await run('init', target)).toMatchObject({ code: 2 });
});
