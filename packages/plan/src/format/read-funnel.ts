import type { Funnel } from '../model/plan.js';
import type { Path } from '../model/problem.js';
import { isMap } from '../model/value.js';
import { type Report, readText, refuseOthers } from './fields.js';
import { readReference } from './read-reference.js';

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
