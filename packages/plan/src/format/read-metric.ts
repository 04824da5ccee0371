import type { Metric } from '../model/plan.js';
import type { Path } from '../model/problem.js';
import type { Fields } from '../model/value.js';
import { METRIC_FIELDS, METRIC_KINDS, type MetricField, type MetricKind } from '../model/words.js';
import { type Report, readMap, readText, refuseOthers } from './fields.js';
import { readReference } from './read-reference.js';

const KINDS = Object.keys(METRIC_KINDS) as MetricKind[];
const WORDS = ['description', 'over', 'times'] as const;
const FIELDS = Object.keys(METRIC_FIELDS) as MetricField[];

export function readMetric(value: unknown, path: Path, report: Report): Metric | undefined {
  const fields = readMap(value, path, 'a metric', report);
  if (!fields) return undefined;
  refuseOthers(fields, [...KINDS, ...WORDS, ...FIELDS], path, report);
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
  const texts = METRIC_KINDS[kind].references === 1 ? [fields[kind]] : fields[kind];
  const count = METRIC_KINDS[kind].references;
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
  return { kind, references, ...Object.fromEntries(numbers), ...Object.fromEntries(words) };
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
  if (isNeeded && Number.isInteger(value) && Number(value) >= 1) return [[field, Number(value)]];
  report({
    code: `metric_${field}`,
    path: value === undefined ? path : [...path, field],
    message: isNeeded
      ? `${kind} needs ${field}, a whole number`
      : `only ${KINDS.filter((one) => needs(one, field)).join(', ')} has ${field}`,
  });
  return [];
}

const needs = (kind: MetricKind, field: MetricField) =>
  (METRIC_KINDS[kind].fields as readonly MetricField[]).includes(field);
