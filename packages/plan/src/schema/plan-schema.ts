import {
  BUILTIN_SETS,
  DURATION_UNITS,
  FORMATS,
  FUNNEL_ORDERS,
  METRIC_FIELDS,
  METRIC_KINDS,
  NAME_PATTERN,
  OPERANDS,
  PII_KINDS,
  PRIORITIES,
  SHORTHAND_PATTERN,
  SUBJECTS,
  TYPES,
} from '../model/words.js';
import type { JsonSchema } from './event-schema.js';

/** JSON Schema of a plan file, for completion in editors. `plan.schema.json` is this, kept so by a test. */
export function planSchema(): JsonSchema {
  const set = { enum: BUILTIN_SETS };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Pugmark tracking plan',
    ...closed(['version', 'name', 'events'], {
      version: { type: ['number', 'string'], description: 'Of the plan: raise it when the plan changes.' },
      name: text(),
      description: text(),
      platforms: { type: 'array', items: text() },
      timeZone: text('An IANA name, such as Asia/Shanghai: decides which day an event belongs to.'),
      extends: {
        anyOf: [set, { type: 'array', items: set, uniqueItems: true }],
        description: 'Adds the events that the SDK tracks by itself.',
      },
      common: { ...named({ $ref: '#/definitions/property' }), description: 'Fields of every event.' },
      events: named({ anyOf: [{ $ref: '#/definitions/event' }, { type: 'null' }] }),
      metrics: named({ $ref: '#/definitions/metric' }),
      funnels: named({ $ref: '#/definitions/funnel' }),
      figures: {
        ...named({ $ref: '#/definitions/figure' }),
        description: 'Figures that no event holds, for formulas.',
      },
      quality: {
        type: 'object',
        additionalProperties: text(),
        description: 'Rules of data quality, in words.',
      },
    }),
    definitions: {
      event: event(),
      property: property(),
      metric: metric(),
      funnel: funnel(),
      figure: figure(),
    },
  };
}

function event(): JsonSchema {
  return closed([], {
    description: text(),
    trigger: text('When the event happens, in words.'),
    priority: { enum: PRIORITIES },
    owner: text('Who answers for it.'),
    group: text(),
    properties: named({ $ref: '#/definitions/property' }),
  });
}

function property(): JsonSchema {
  const scalar = { type: ['string', 'number', 'boolean'] };
  const type = { enum: TYPES };
  const allowed = { type: 'array', minItems: 1, uniqueItems: true, items: scalar };
  const details = closed(['type'], {
    type,
    description: text(),
    required: { type: 'boolean', default: true },
    enum: { ...allowed, description: 'The allowed values.' },
    format: { enum: FORMATS, description: 'Of strings.' },
    items: { ...type, description: 'The type of the items of an array.' },
    example: {},
    pii: { enum: PII_KINDS, description: 'What kind of personal data it is.' },
  });
  const shorthand = {
    type: 'string',
    pattern: SHORTHAND_PATTERN,
    examples: TYPES.flatMap((word) => [word, `${word}?`]),
    description: 'A type, with ? when it may be missing.',
  };
  return { anyOf: [shorthand, allowed, details] };
}

function metric(): JsonSchema {
  const reference = text('event, event.property or event where property = value');
  const forms = [text('Names of metrics and figures, numbers, + - * / and brackets.'), reference];
  const kinds = Object.entries(METRIC_KINDS).map(([kind, { references }]) => [
    kind,
    references === 2 ? { type: 'array', items: reference, minItems: 2, maxItems: 2 } : forms[references],
  ]);
  const numbers = Object.entries(METRIC_FIELDS).map(([field, { schema, description }]) => [
    field,
    { ...schema, description },
  ]);
  return {
    ...closed([], {
      ...Object.fromEntries(kinds),
      description: text(),
      ...Object.fromEntries(numbers),
      cumulative: { type: 'boolean', description: 'Counts all that came before as well.' },
      unit: text('What it is told in, such as min or ¥.'),
      over: text('Divided by a figure that no event holds, in words.'),
      times: text('Multiplied with a figure that no event holds, in words.'),
    }),
    oneOf: Object.entries(METRIC_KINDS).map(([kind, { fields }]) => ({ required: [kind, ...fields] })),
  };
}

function funnel(): JsonSchema {
  const steps = { type: 'array', minItems: 2, items: text('event or event where property = value') };
  const window = closed([], Object.fromEntries(DURATION_UNITS.map((unit) => [unit, { type: 'number' }])));
  const breakdown = closed([], Object.fromEntries(OPERANDS.map((kind) => [kind, text()])));
  return {
    anyOf: [
      steps,
      closed(['steps'], {
        description: text(),
        steps,
        window: { ...window, minProperties: 1, description: 'Within which all steps must be taken.' },
        order: { enum: FUNNEL_ORDERS, default: 'ordered' },
        by: { enum: SUBJECTS, default: 'person' },
        exclude: { type: 'array', items: text(), description: 'Events that end an attempt.' },
        breakdown: { ...breakdown, minProperties: 1, maxProperties: 1 },
      }),
    ],
  };
}

function figure(): JsonSchema {
  const number = { type: ['number', 'null'] };
  return { anyOf: [number, closed([], { value: number, unit: text(), description: text() })] };
}

function closed(required: string[], properties: JsonSchema): JsonSchema {
  return { type: 'object', required, properties, additionalProperties: false };
}

function named(value: JsonSchema): JsonSchema {
  return { type: 'object', patternProperties: { [NAME_PATTERN]: value }, additionalProperties: false };
}

function text(description?: string): JsonSchema {
  return { type: 'string', ...(description !== undefined && { description }) };
}
