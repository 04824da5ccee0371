import type { Plan, PlanEvent, Property } from '../model/plan.js';
import type { PropertyType } from '../model/words.js';
import { constantName, typeName } from '../naming/names.js';
import { maskRules } from './mask-rules.js';

const VALUE_TYPES: Record<PropertyType, string> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  array: 'readonly unknown[]',
  object: 'Readonly<Record<string, unknown>>',
};

/** The TypeScript file of a plan: constants for the names, and a type of the properties of each event. */
export function typesFile(plan: Plan, source: string): string {
  const events = Object.entries(plan.events);
  return `${[
    `// Written by \`pugmark types\` from ${oneLine(source)}; do not edit. Plan: ${oneLine(plan.name)}, version ${oneLine(plan.version)}.`,
    "import type { TrackerForEvents } from '@pugmark/plan';",
    '',
    '/** The names of the events. */',
    'export const TRACKING_EVENTS = {',
    ...events.flatMap(([name, event]) => [
      ...comment(about(event), '  '),
      `  ${constantName(name)}: '${name}',`,
    ]),
    '} as const;',
    ...maskRulesOf(plan),
    '',
    '/** Fields of every event. They are registered once; an event may give them as well. */',
    ...interfaceOf('CommonProperties', plan.common, () => true),
    ...events.flatMap(([name, event]) => eventType(name, event, plan)),
    '',
    '/** The properties of each event. */',
    'export interface TrackingProperties {',
    ...events.map(([name]) => `  ${name}: ${typeName(name)}Properties;`),
    '}',
    '',
    '/** A tracker whose `track` takes only what the plan has. */',
    'export type PlanTracker = TrackerForEvents<TrackingProperties>;',
  ].join('\n')}\n`;
}

function maskRulesOf(plan: Plan): string[] {
  const rules = Object.entries(maskRules(plan));
  if (rules.length === 0) return [];
  return [
    '',
    '/** Properties with personal data: `init({ mask: masking(MASK_RULES) })` masks them on the device. */',
    'export const MASK_RULES = {',
    ...rules.map(([name, kind]) => `  ${name}: '${kind}',`),
    '} as const;',
  ];
}

function eventType(name: string, event: PlanEvent, plan: Plan): string[] {
  const overridden = Object.keys(event.properties).filter((field) => Object.hasOwn(plan.common, field));
  const common =
    overridden.length === 0
      ? 'CommonProperties'
      : `Omit<CommonProperties, ${overridden.map((field) => `'${field}'`).join(' | ')}>`;
  // The identities of `setUser` have the names that the app gives them.
  if (event.open)
    return [
      '',
      ...comment(about(event), ''),
      `export type ${typeName(name)}Properties = Readonly<Record<string, unknown>>;`,
    ];
  return [
    '',
    ...comment(about(event), ''),
    ...interfaceOf(
      `${typeName(name)}Properties extends ${common}`,
      event.properties,
      ({ required }) => !required,
    ),
  ];
}

function interfaceOf(
  head: string,
  properties: Record<string, Property>,
  isOptional: (property: Property) => boolean,
): string[] {
  const fields = Object.entries(properties);
  if (fields.length === 0) return [`export interface ${head} {}`];
  return [
    `export interface ${head} {`,
    ...fields.flatMap(([name, property]) => [
      ...comment(aboutProperty(property), '  '),
      `  ${name}${isOptional(property) ? '?' : ''}: ${valueType(property)}${isOptional(property) ? ' | undefined' : ''};`,
    ]),
    '}',
  ];
}

function valueType({ type, enum: allowed, items }: Property): string {
  if (allowed) return allowed.map(literal).join(' | ');
  if (items)
    return /\W/.test(VALUE_TYPES[items])
      ? `readonly (${VALUE_TYPES[items]})[]`
      : `readonly ${VALUE_TYPES[items]}[]`;
  return VALUE_TYPES[type];
}

function literal(value: unknown): string {
  const text = JSON.stringify(value);
  return typeof value === 'string' && /^[\w .:/-]*$/.test(value) ? `'${value}'` : text;
}

function about({ description, trigger, priority }: PlanEvent): string {
  return [description, trigger && `When: ${trigger}`, priority].filter(Boolean).join('. ');
}

function aboutProperty({ description, format, pii, type, example }: Property): string {
  return [
    description,
    format ?? (type === 'integer' ? 'An integer' : undefined),
    pii && `Personal data: ${pii}`,
    example !== undefined && `Example: ${JSON.stringify(example)}`,
  ]
    .filter(Boolean)
    .join('. ');
}

function comment(text: string, indent: string): string[] {
  return text ? [`${indent}/** ${oneLine(text).replaceAll('*/', '*\\/')} */`] : [];
}

/** What a plan says stays inside the comment that it is written into. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
