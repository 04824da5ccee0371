import type { PropertyDetails, PropertySource, Scalar } from '../model/plan-source.js';
import { type Fields, isMap } from '../model/value.js';
import { FORMATS, PII_KINDS, type PropertyType, TYPES } from '../model/words.js';
import type { Pointed } from './schema-pointer.js';

type Report = (at: string, message: string) => void;

const CARRIED = [
  'type',
  'description',
  'title',
  'enum',
  'const',
  'format',
  'items',
  'example',
  'examples',
  'x-pii',
];
/** Says nothing about the value. */
const SILENT = [
  '$comment',
  '$id',
  '$schema',
  '$anchor',
  'default',
  'additionalProperties',
  'oneOf',
  'anyOf',
  'required',
];

/** A property of a schema as a plan writes it; undefined, after a report, where a plan has nothing like it. */
export function propertyOf(
  { schema, at }: Pointed,
  required: boolean,
  report: Report,
): PropertySource | undefined {
  if (!isMap(schema)) {
    report(at, 'left out: the schema says nothing of its type');
    return undefined;
  }
  const allowed = allowedOf(schema);
  const type = typeOf(schema, allowed, at, report);
  if (!type) return undefined;
  for (const key of Object.keys(schema))
    if (![...CARRIED, ...SILENT].includes(key)) report(at, `"${key}" has no counterpart in a plan`);
  const details: PropertyDetails = {
    type,
    ...(typeof schema.description === 'string' && { description: schema.description }),
    ...(!required && { required }),
    ...(allowed && { enum: allowed }),
    ...wordOf(schema, 'format', 'format', FORMATS, at, report),
    ...wordOf(schema, 'x-pii', 'pii', PII_KINDS, at, report),
    ...itemsOf(schema, at, report),
    ...exampleOf(schema),
  };
  return short(details);
}

/** As short as the plan format has it. */
export function short(details: PropertyDetails): PropertySource {
  const keys = Object.keys(details).filter((key) => key !== 'type' && key !== 'required');
  if (keys.length === 0) return details.required === false ? `${details.type}?` : details.type;
  return details;
}

function allowedOf(schema: Fields): Scalar[] | undefined {
  const union = [schema.oneOf, schema.anyOf].find(Array.isArray);
  const values = Array.isArray(schema.enum)
    ? schema.enum
    : schema.const !== undefined
      ? [schema.const]
      : union?.map((one: unknown) => (isMap(one) ? one.const : undefined));
  const scalars = values?.filter((value): value is Scalar =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  return scalars && scalars.length > 0 ? scalars : undefined;
}

function typeOf(
  schema: Fields,
  allowed: Scalar[] | undefined,
  at: string,
  report: Report,
): PropertyType | undefined {
  const union = [schema.oneOf, schema.anyOf].find(Array.isArray) ?? [];
  const types = [schema.type ?? union.map((one: unknown) => isMap(one) && one.type)].flat().filter(Boolean);
  const named = [...new Set(types)].filter((type) => type !== 'null');
  if (named.length < types.length)
    report(at, 'may be null, which a plan does not allow: leave the property out instead');
  if (named.length === 1) {
    const type = TYPES.find((one) => one === named[0]);
    if (!type) report(at, `left out: "${String(named[0])}" is no type`);
    return type;
  }
  if (named.length === 0 && allowed) {
    if (allowed.every(Number.isInteger)) return 'integer';
    const [kind, ...others] = [...new Set(allowed.map((value) => typeof value))];
    if (others.length === 0) return TYPES.find((one) => one === kind);
  }
  if (named.length === 0 && isMap(schema.properties)) return 'object';
  const why =
    named.length > 1 ? `is of several types: ${named.join(', ')}` : 'the schema says nothing of its type';
  report(at, `left out: ${schema.$ref === undefined ? why : `${String(schema.$ref)} cannot be followed`}`);
  return undefined;
}

function wordOf<Word extends string>(
  schema: Fields,
  from: string,
  to: string,
  words: readonly Word[],
  at: string,
  report: Report,
) {
  const value = schema[from];
  const found = words.find((word) => word === value);
  if (value !== undefined && !found) report(at, `the ${to} "${String(value)}" has no counterpart in a plan`);
  return found && { [to]: found };
}

function itemsOf(schema: Fields, at: string, report: Report): { items: PropertyType } | undefined {
  if (schema.items === undefined) return undefined;
  const type = isMap(schema.items) ? TYPES.find((one) => one === (schema.items as Fields).type) : undefined;
  const others = isMap(schema.items) ? Object.keys(schema.items).filter((key) => key !== 'type') : ['items'];
  if (!type || others.length > 0)
    report(`${at}/items`, 'a plan says no more of the items than their one type');
  return type && { items: type };
}

function exampleOf({ example, examples }: Fields) {
  const first = example ?? (Array.isArray(examples) ? examples[0] : undefined);
  return first === undefined ? undefined : { example: first };
}
