import type { Property } from '../model/plan.js';
import { describe, isMap } from '../model/value.js';
import type { PropertyType } from '../model/words.js';
import { FORMAT_CHECKS } from './formats.js';

/** What is wrong with a value, to be read after its path ("must be …"); undefined when it is right. */
export type ValueCheck = (value: unknown) => string | undefined;

const TYPE_CHECKS: Record<PropertyType, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: (value) => typeof value === 'number' && value % 1 === 0,
  number: (value) => typeof value === 'number' && value - value === 0,
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isMap,
};

/** Builds the check of one property once, so that a check of an event decides nothing that the plan has decided. */
export function compileValueCheck({ type, items, format, enum: allowed }: Property): ValueCheck {
  const isType = TYPE_CHECKS[type];
  const wrongType: ValueCheck = (value) => `must be ${withArticle(type)}, is ${describe(value)}`;
  if (allowed) {
    const values = new Set<unknown>(allowed);
    const list = allowed.map((value) => JSON.stringify(value)).join(', ');
    return (value) => {
      if (values.has(value)) return undefined;
      return isType(value) ? `must be one of ${list}, is ${describe(value)}` : wrongType(value);
    };
  }
  if (format) {
    const fits = FORMAT_CHECKS[format];
    return (value) => {
      if (typeof value !== 'string') return wrongType(value);
      return fits.test(value) ? undefined : `must be a ${format}, is ${describe(value)}`;
    };
  }
  if (items) {
    const isItem = TYPE_CHECKS[items];
    return (value) => {
      if (!Array.isArray(value)) return wrongType(value);
      const index = value.findIndex((item) => !isItem(item));
      if (index < 0) return undefined;
      return `must hold only values of type ${items}, item ${index} is ${describe(value[index])}`;
    };
  }
  return (value) => (isType(value) ? undefined : wrongType(value));
}

export function checkValue(property: Property, value: unknown): string | undefined {
  return compileValueCheck(property)(value);
}

function withArticle(type: PropertyType): string {
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}
