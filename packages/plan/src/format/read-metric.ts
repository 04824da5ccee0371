import { isMap, nameOf, type Report, readMap, readText, refuseOthers } from './fields.js';
import type { Funnel, Metric } from './plan.js';
import type { Path } from './problem.js';
import { parseReference, type Reference } from './reference.js';
import { METRIC_KINDS, type MetricKind } from './words.js';

const KINDS = Object.keys(METRIC_KINDS) as MetricKind[];
const WORDS = ['description', 'over', 'times', 'days'];

export function readMetric(value: unknown, path: Path, report: Report): Metric | undefined {
  const fields = readMap(value, path, 'a metric', report);
  if (!fields) return undefined;
  refuseOthers(fields, [...KINDS, ...WORDS], path, report);
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
  const days = fields.days;
  if (kind === 'retention' ? !Number.isInteger(days) || Number(days) < 1 : days !== undefined)
    report({
      code: 'metric_days',
      path: days === undefined ? path : [...path, 'days'],
      message: kind === 'retention' ? 'retention needs days, a whole number' : 'only retention has days',
    });
  const words = ['description', 'over', 'times'].flatMap((key) => {
    const text = readText(fields, key, path, report);
    return text === undefined ? [] : [[key, text]];
  });
  return {
    kind,
    references,
    ...(typeof days === 'number' && { days }),
    ...Object.fromEntries(words),
  };
}

export function readFunnel(value: unknown, path: Path, report: Report): Funnel | undefined {
  const fields = isMap(value) ? value : { steps: value };
  refuseOthers(fields, ['description', 'steps'], path, report);
  const at = isMap(value) ? [...path, 'steps'] : path;
  const steps = fields.steps;
  if (!Array.isArray(steps) || steps.length < 2) {
    report({
      code: 'funnel_steps',
      path: 'steps' in fields ? at : path,
      message: 'a funnel is a list of at least two events',
    });
    return undefined;
  }
  const description = readText(fields, 'description', path, report);
  return {
    ...(description !== undefined && { description }),
    steps: steps.flatMap((text, index) => readReference(text, 'never', [...at, index], report) ?? []),
  };
}

function readReference(
  text: unknown,
  property: 'never' | 'optional' | 'always',
  path: Path,
  report: Report,
): Reference | undefined {
  const reference = typeof text === 'string' ? parseReference(text) : undefined;
  if (!reference) {
    const written = typeof text === 'string' ? JSON.stringify(text) : nameOf(text);
    report({
      code: 'bad_reference',
      path,
      message: `${written} is no reference: write event, event.property or event where property = value`,
    });
  } else if (property === 'always' && reference.property === undefined) {
    report({
      code: 'reference_without_property',
      path,
      message: 'needs event.property: it works on the values of a property',
    });
  } else if (property === 'never' && reference.property !== undefined) {
    report({
      code: 'reference_with_property',
      path,
      message: `counts events: write ${reference.event}, without a property`,
    });
  }
  return reference;
}
