import type { Property } from '../model/plan.js';
import type { Scalar } from '../model/plan-source.js';
import type { Path } from '../model/problem.js';
import { describe, isMap } from '../model/value.js';
import { FORMATS, NAME_PATTERN, PII_KINDS, SHORTHAND_PATTERN, TYPES } from '../model/words.js';
import { checkValue } from '../validate/check-value.js';
import { isReserved, type Report, readText, readWord, refuseOthers } from './fields.js';

const KEYS = ['type', 'description', 'required', 'enum', 'format', 'items', 'example', 'pii'];
const SHORTHAND = new RegExp(SHORTHAND_PATTERN);
const NAME = new RegExp(NAME_PATTERN);

export function readProperties(
  fields: Record<string, unknown>,
  path: Path,
  report: Report,
): Record<string, Property> {
  const properties: Record<string, Property> = {};
  for (const [name, value] of Object.entries(fields)) {
    const at = [...path, name];
    if (!NAME.test(name)) {
      report({
        code: 'bad_property_name',
        path: at,
        message: 'a property name is a letter, then letters, digits and _',
      });
      continue;
    }
    if (isReserved(name, at, report)) continue;
    const property = readProperty(value, at, report);
    if (property) properties[name] = property;
  }
  return properties;
}

function readProperty(value: unknown, path: Path, report: Report): Property | undefined {
  if (typeof value === 'string') return readShorthand(value, path, report);
  if (Array.isArray(value)) return readDetails({ type: typeOfAll(value), enum: value }, path, report);
  if (isMap(value)) return readDetails(value, path, report);
  report({
    code: 'bad_property',
    path,
    message: `must be a type, a list of allowed values or a map, not ${describe(value)}`,
  });
  return undefined;
}

function readShorthand(text: string, path: Path, report: Report): Property | undefined {
  const optional = text.endsWith('?');
  const type = optional ? text.slice(0, -1) : text;
  if (SHORTHAND.test(text)) return { type: type as Property['type'], required: !optional };
  // Reported as a wrong type, at the place of the shorthand itself.
  readWord({ type }, 'type', TYPES, path, (problem) => report({ ...problem, path }));
  return undefined;
}

function readDetails(fields: Record<string, unknown>, path: Path, report: Report): Property | undefined {
  refuseOthers(fields, KEYS, path, report);
  if (fields.type === undefined) {
    report({ code: 'missing_type', path, message: `needs a type: ${TYPES.join(', ')}` });
    return undefined;
  }
  const type = readWord(fields, 'type', TYPES, path, report);
  const description = readText(fields, 'description', path, report);
  const format = readWord(fields, 'format', FORMATS, path, report);
  const items = readWord(fields, 'items', TYPES, path, report);
  const pii = readWord(fields, 'pii', PII_KINDS, path, report);
  const { required = true, example } = fields;
  if (typeof required !== 'boolean')
    report({
      code: 'bad_required',
      path: [...path, 'required'],
      message: `must be true or false, not ${describe(required)}`,
    });
  if (!type) return undefined;
  if (format && type !== 'string')
    report({
      code: 'format_without_string',
      path: [...path, 'format'],
      message: `only strings have a format, not type ${type}`,
    });
  if (items && type !== 'array')
    report({
      code: 'items_without_array',
      path: [...path, 'items'],
      message: `only arrays have items, not type ${type}`,
    });
  if (pii && type !== 'string')
    report({
      code: 'pii_without_string',
      path: [...path, 'pii'],
      message: `only strings can be masked, not type ${type}`,
    });
  const allowed = readEnum(fields.enum, type, [...path, 'enum'], report);
  const property: Property = {
    type,
    required: required !== false,
    ...(description !== undefined && { description }),
    ...(allowed && { enum: allowed }),
    ...(format && { format }),
    ...(items && { items }),
    ...(example !== undefined && { example }),
    ...(pii && { pii }),
  };
  const wrong = example === undefined ? undefined : checkValue(property, example);
  if (wrong)
    report({
      code: 'bad_example',
      path: [...path, 'example'],
      message: `the example does not fit: it ${wrong}`,
    });
  return property;
}

function readEnum(value: unknown, type: Property['type'], path: Path, report: Report): Scalar[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || value.length === 0) {
    report({ code: 'bad_enum', path, message: 'must be a list of at least one allowed value' });
    return undefined;
  }
  const seen = new Set<unknown>();
  for (const [index, item] of value.entries()) {
    if (seen.has(item))
      report({
        code: 'enum_twice',
        path: [...path, index],
        message: `${JSON.stringify(item)} is listed twice`,
      });
    seen.add(item);
    const wrong = checkValue({ type, required: true }, item);
    if (wrong || typeof item === 'object')
      report({
        code: 'bad_enum_value',
        path: [...path, index],
        message: `the value ${wrong ?? 'must be a string, number or boolean'}`,
      });
  }
  return value;
}

/** The type of a list of allowed values; a mixed list is reported as its values against the first one's type. */
function typeOfAll(values: unknown[]): string {
  const [first] = values;
  if (typeof first !== 'number') return typeof first === 'boolean' ? 'boolean' : 'string';
  return values.every(Number.isInteger) ? 'integer' : 'number';
}
