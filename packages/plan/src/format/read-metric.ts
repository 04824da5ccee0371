import type { Metric } from '../model/plan.js';
import type { Path } from '../model/problem.js';
import type { Fields } from '../model/value.js';
import { METRIC_FIELDS, METRIC_KINDS, type MetricField, type MetricKind } from '../model/words.js';
import { type Report, readFlag, readMap, readText, refuseOthers } from './fields.js';
import { readReference } from './read-reference.js';

const KINDS = Object.keys(METRIC_KINDS) as MetricKind[];
const WORDS = ['description', 'unit', 'over', 'times'] as const;
const FIELDS = Object.keys(METRIC_FIELDS) as MetricField[];

export function readMetric(value: unknown, path: Path, report: Report): Metric | undefined {
  const fields = readMap(value, path, 'a metric', report);
  if (!fields) return undefined;
  refuseOthers(fields, [...KINDS, ...WORDS, ...FIELDS, 'cumulative'], path, report);
  const kinds = KINDS.filter((kind) => fields[kind] !== undefined);
  const [kind] = kinds;
  if (!kind) {
    report({ code: 'metric_without_kind', path, message: `needs one of ${KINDS.join(', ')}` });
    return undefined;
  }
  if (kinds.length > 1) {
    report({ code: 'metric_with_kinds', path, message: `is one kind of metric, not ${kinds.join(' and ')}` });
    return undefined;
  }
  const count = METRIC_KINDS[kind].references;
  const formula = count === 0 ? readText(fields, kind, path, report) : undefined;
  const texts = count === 0 ? [] : count === 1 ? [fields[kind]] : fields[kind];
  if (!Array.isArray(texts) || texts.length !== count) {
    report({
      code: 'metric_references',
      path: [...path, kind],
      message: `needs a list of ${count} references`,
    });
    return undefined;
  }
  const references = texts.flatMap((text, index) => {
    const at = count === 1 ? [...path, kind] : [...path, kind, index];
    return readReference(text, METRIC_KINDS[kind].property, at, report) ?? [];
  });
  const numbers = FIELDS.flatMap((field) => readNumber(field, kind, fields, path, report));
  const words = WORDS.flatMap((key) => {
    const text = readText(fields, key, path, report);
    return text === undefined ? [] : [[key, text]];
  });
  return {
    kind,
    references,
    ...(formula !== undefined && { formula }),
    ...(readFlag(fields, 'cumulative', path, report) && { cumulative: true }),
    ...Object.fromEntries(numbers),
    ...Object.fromEntries(words),
  };
}

/** A number that a kind of metric needs, and no other kind may have. */
function readNumber(
  field: MetricField,
  kind: MetricKind,
  fields: Fields,
  path: Path,
  report: Report,
): [MetricField, number][] {
  const value = fields[field];
  const isNeeded = needs(kind, field);
  if (!isNeeded && value === undefined) return [];
  if (isNeeded && isRight(field, value)) return [[field, value]];
  report({
    code: `metric_${field}`,
    path: value === undefined ? path : [...path, field],
    message: isNeeded
      ? `${kind} needs ${field}, ${METRIC_FIELDS[field].expects}`
      : `only ${KINDS.filter((one) => needs(one, field)).join(', ')} has ${field}`,
  });
  return [];
}

function isRight(field: MetricField, value: unknown): value is number {
  const { type, minimum, ...schema } = METRIC_FIELDS[field].schema;
  const maximum = 'maximum' in schema ? schema.maximum : Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'number' || !(value >= minimum && value <= maximum)) return false;
  return type === 'number' || Number.isInteger(value);
}

const needs = (kind: MetricKind, field: MetricField) =>
  (METRIC_KINDS[kind].fields as readonly MetricField[]).includes(field);
