import type { Plan, Property } from '../model/plan.js';
import type { Path } from '../model/problem.js';
import type { Reference } from '../model/reference.js';
import { METRIC_KINDS } from '../model/words.js';
import { didYouMean } from '../naming/did-you-mean.js';
import type { Report } from './fields.js';

/** Metrics and funnels may only use events and properties that the plan has, in a way that can be computed. */
export function checkReferences(plan: Plan, report: Report): void {
  for (const [name, { kind, references }] of Object.entries(plan.metrics))
    for (const [index, reference] of references.entries()) {
      const path = ['metrics', name, kind, ...(METRIC_KINDS[kind].references === 1 ? [] : [index])];
      checkReference(plan, reference, path, report);
      if (METRIC_KINDS[kind].property === 'always') checkNumeric(plan, reference, path, report);
    }
  for (const [name, { steps }] of Object.entries(plan.funnels))
    for (const [index, step] of steps.entries()) checkReference(plan, step, ['funnels', name, index], report);
}

function checkReference(plan: Plan, { event, property, where }: Reference, path: Path, report: Report): void {
  if (!Object.hasOwn(plan.events, event)) {
    const known = Object.keys(plan.events);
    report({
      code: 'unknown_event',
      path,
      message: `the plan has no event "${event}"${didYouMean(event, known)}`,
    });
    return;
  }
  for (const name of [property, where?.property]) {
    if (name === undefined || propertyOf(plan, event, name)) continue;
    const known = Object.keys({ ...plan.common, ...plan.events[event]?.properties });
    report({
      code: 'unknown_property',
      path,
      message: `the event "${event}" has no property "${name}"${didYouMean(name, known)}`,
    });
  }
  if (!where) return;
  const allowed = propertyOf(plan, event, where.property)?.enum;
  if (allowed && !allowed.some((value) => String(value) === where.value))
    report({
      code: 'unknown_value',
      path,
      message: `"${where.property}" is never "${where.value}": ${allowed.join(', ')}`,
    });
}

function checkNumeric(plan: Plan, { event, property = '' }: Reference, path: Path, report: Report): void {
  const type = propertyOf(plan, event, property)?.type;
  if (type && type !== 'number' && type !== 'integer')
    report({
      code: 'not_numeric',
      path,
      message: `needs a number: "${event}.${property}" is of type ${type}`,
    });
}

function propertyOf(plan: Plan, event: string, name: string): Property | undefined {
  const own = plan.events[event]?.properties ?? {};
  if (Object.hasOwn(own, name)) return own[name];
  return Object.hasOwn(plan.common, name) ? plan.common[name] : undefined;
}
