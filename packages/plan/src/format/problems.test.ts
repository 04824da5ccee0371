import { expect, it } from 'vitest';
import { readPlanText } from '../load/load-plan.ts';

const START =
  'version: 1\nname: x\nevents:\n  order_paid: { properties: { amount: number, by: [cash, card] } }\n';
const property = (text: string) =>
  `version: 1\nname: x\nevents:\n  order_paid:\n    properties:\n      p: ${text}\n`;
const metric = (text: string) => `${START}metrics:\n  m: ${text}\n`;

/** Each kind of problem: what is written, its code, where it is, what is said. */
const PROBLEMS: [string, string, string, string][] = [
  ['a: [', 'syntax', '1:5', 'Flow sequence'],
  ['- a', 'not_a_map', '1:1', 'a plan must be a map of names, not an array'],
  ['name: x\nevents: {}', 'missing_version', '1:1', 'needs "version"'],
  ['version: 1\nevents: {}', 'missing_name', '1:1', 'needs "name"'],
  ['version: 1\nname: x', 'missing_events', '1:1', 'needs "events"'],
  ['version: []\nname: x\nevents: {}', 'bad_version', '1:1', 'must be a number or text, not an array'],
  ['version: 1\nname: 7\nevents: {}', 'not_text', '2:1', 'must be text, not the number 7'],
  ['version: 1\nname: x\nevent: {}\nevents: {}', 'unknown_key', '3:1', 'did you mean "events"?'],
  ['version: 1\nname: x\nplatforms: h5\nevents: {}', 'bad_platforms', '3:1', 'must be a list of names'],
  ['version: 1\nname: x\nevents:\n  a_b:\n  a_b:\n', 'name_twice', '5:3', '"a_b" is there twice'],
  ['version: 1\nname: x\nevents:\n  a-b:\n', 'bad_name', '4:3', 'the name of an event is a letter'],
  ['version: 1\nname: x\nevents:\n  a_b: {priority: 0}\n', 'unknown_priority', '4:9', 'audit, P0, P1, P2'],
  [
    'version: 1\nname: x\nevents:\n  a_b: {properties: {1st: string}}\n',
    'bad_property_name',
    '4:22',
    'a letter, then',
  ],
  ['version: 1\nname: x\nevents:\n  toString:\n', 'reserved_name', '4:3', 'every JavaScript object has'],
  [property('str'), 'unknown_type', '6:7', '"str" is no type'],
  [
    property('7'),
    'bad_property',
    '6:7',
    'must be a type, a list of allowed values or a map, not the number 7',
  ],
  [property('{ required: true }'), 'missing_type', '6:7', 'needs a type'],
  [property('{ type: string, requird: true }'), 'unknown_key', '6:26', 'did you mean "required"?'],
  [property('{ type: string, required: maybe }'), 'bad_required', '6:26', 'must be true or false'],
  [property('{ type: string, format: mail }'), 'unknown_format', '6:26', '"mail" is no format'],
  [property('{ type: number, format: date }'), 'format_without_string', '6:26', 'only strings have a format'],
  [property('{ type: string, items: string }'), 'items_without_array', '6:26', 'only arrays have items'],
  [property('{ type: string, pii: iban }'), 'unknown_pii', '6:26', '"iban" is no pii'],
  [property('{ type: number, pii: phone }'), 'pii_without_string', '6:26', 'only strings can be masked'],
  [
    property('{ type: integer, example: 1.5 }'),
    'bad_example',
    '6:27',
    'it must be an integer, is the number 1.5',
  ],
  [property('{ type: string, enum: [] }'), 'bad_enum', '6:26', 'at least one allowed value'],
  [property('[a, a]'), 'enum_twice', '6:7', '"a" is listed twice'],
  [property('{ type: string, enum: [1] }'), 'bad_enum_value', '6:33', 'must be a string, is the number 1'],
  [
    metric('{ ratio: [order_paid, order_paid], sum: order_paid.amount }'),
    'metric_with_kinds',
    '6:3',
    'ratio',
  ],
  [metric('{ over: opening hours }'), 'metric_without_kind', '6:3', 'needs one of count'],
  [metric('{ ratio: [order_paid] }'), 'metric_references', '6:8', 'needs a list of 2 references'],
  [metric('{ retention: [order_paid, order_paid] }'), 'metric_days', '6:3', 'retention needs days'],
  [metric('{ count: order paid }'), 'bad_reference', '6:8', '"order paid" is no reference'],
  [metric('{ sum: order_paid }'), 'reference_without_property', '6:8', 'needs event.property'],
  [metric('{ count: order_paid.amount }'), 'reference_with_property', '6:8', 'write order_paid, without'],
  [
    metric('{ count: order_payed }'),
    'unknown_event',
    '6:8',
    'no event "order_payed"; did you mean "order_paid"?',
  ],
  [
    metric('{ sum: order_paid.amont }'),
    'unknown_property',
    '6:8',
    'no property "amont"; did you mean "amount"?',
  ],
  [metric('{ sum: order_paid.by }'), 'not_numeric', '6:8', 'is of type string'],
  [
    metric('{ count: order_paid where by = gold }'),
    'unknown_value',
    '6:8',
    '"by" is never "gold": cash, card',
  ],
  [`${START}funnels:\n  f: [order_paid]\n`, 'funnel_steps', '6:3', 'a list of at least two events'],
];

it.each(PROBLEMS)('%s → %s', (text, code, position, message) => {
  const { problems } = readPlanText(text, 'plan.yaml');
  expect(
    problems.map((problem) => [problem.code, `${problem.position?.line}:${problem.position?.column}`]),
  ).toContainEqual([code, position]);
  expect(problems.find((problem) => problem.code === code)?.message).toContain(message);
});

it('has its own message for each kind of problem', () => {
  const messages = PROBLEMS.map(([text, code]) => {
    const { problems } = readPlanText(text, 'plan.yaml');
    return problems.find((problem) => problem.code === code)?.message;
  });
  expect(new Set(messages).size).toBe(PROBLEMS.length);
});
