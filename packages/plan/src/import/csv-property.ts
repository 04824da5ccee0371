import type { PropertyDetails, PropertySource, Scalar } from '../model/plan-source.js';
import { FORMATS, type Format, PII_KINDS, type PropertyType } from '../model/words.js';
import type { Column } from './csv-columns.js';
import { short } from './schema-property.js';

/** The cells of a row that are not empty. */
export type Row = Map<Column, string>;

type Report = (message: string) => void;

const TYPE_WORDS: Record<PropertyType, readonly string[]> = {
  string: ['string', 'str', 'text', 'varchar', 'enum', '字符串', '文本'],
  integer: ['integer', 'int', 'long', 'bigint', '整数', '整型'],
  number: ['number', 'float', 'double', 'decimal', 'numeric', '数值', '数字', '浮点数'],
  boolean: ['boolean', 'bool', '布尔', '布尔值'],
  array: ['array', 'list', '数组', '列表'],
  object: ['object', 'map', 'json', '对象'],
};
const TIMES: Record<string, Format> = {
  datetime: 'date-time',
  timestamp: 'date-time',
  日期时间: 'date-time',
  date: 'date',
  日期: 'date',
};
const YES = ['yes', 'y', 'true', '1', 'x', 'required', '是', '必填', '√', '✓'];
const NO = ['no', 'n', 'false', '0', '-', 'optional', '否', '选填', '非必填'];

export function csvProperty(row: Row, report: Report): PropertySource | undefined {
  const word = row.get('type')?.toLowerCase() ?? 'string';
  const time = TIMES[word];
  const type = time ? 'string' : typeOf(word);
  if (!type) {
    report(`left out: "${row.get('type')}" is no type`);
    return undefined;
  }
  if (!row.has('type')) report(`"${row.get('property')}" has no type: taken as string`);
  const required = requiredOf(row.get('required'), report);
  const format = time ?? known('format', row.get('format'), FORMATS, report);
  const pii = known('pii', row.get('pii'), PII_KINDS, report);
  const description = row.get('description');
  const allowed = allowedOf(row.get('enum'), type, report);
  const example = row.has('example') ? typedValue(row.get('example') ?? '', type) : undefined;
  const details: PropertyDetails = {
    type,
    ...(description !== undefined && { description }),
    ...(!required && { required }),
    ...(allowed && { enum: allowed }),
    ...(format && { format }),
    ...(pii && { pii }),
    ...(example !== undefined && { example }),
  };
  return short(details);
}

const typeOf = (word: string) =>
  (Object.keys(TYPE_WORDS) as PropertyType[]).find((type) => TYPE_WORDS[type].includes(word));

function requiredOf(cell: string | undefined, report: Report): boolean {
  if (cell === undefined) return true;
  const word = cell.toLowerCase();
  if (!YES.includes(word) && !NO.includes(word)) report(`required is "${cell}": taken as no`);
  return YES.includes(word);
}

function known<Word extends string>(
  what: string,
  cell: string | undefined,
  words: readonly Word[],
  report: Report,
) {
  const found = words.find((word) => word === cell);
  if (cell !== undefined && !found) report(`the ${what} "${cell}" has no counterpart in a plan`);
  return found;
}

function allowedOf(cell: string | undefined, type: PropertyType, report: Report): Scalar[] | undefined {
  if (cell === undefined) return undefined;
  const values = cell
    .split(/[|,;、，；\n]/)
    .map((value) => value.trim())
    .filter((value) => value !== '')
    .map((value) => typedValue(value, type));
  if (values.every((value): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value)))
    return [...new Set(values)];
  report(`the allowed values "${cell}" do not fit the type ${type}`);
  return undefined;
}

/** The text of a cell as a value of the type; as text where it is none, which the plan then refuses. */
function typedValue(text: string, type: PropertyType): unknown {
  if (type === 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
