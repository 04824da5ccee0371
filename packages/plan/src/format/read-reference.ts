import type { Path } from '../model/problem.js';
import { parseReference, type Reference } from '../model/reference.js';
import { describe } from '../model/value.js';
import type { METRIC_KINDS, MetricKind } from '../model/words.js';
import type { Report } from './fields.js';

/** Reads what a metric or a step of a funnel refers to. Whether the plan has it is checked when all is read. */
export function readReference(
  text: unknown,
  property: (typeof METRIC_KINDS)[MetricKind]['property'],
  path: Path,
  report: Report,
): Reference | undefined {
  const reference = typeof text === 'string' ? parseReference(text) : undefined;
  if (!reference) {
    const written = typeof text === 'string' ? JSON.stringify(text) : describe(text);
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
