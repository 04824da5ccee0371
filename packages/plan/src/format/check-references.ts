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
  for (const [name, { steps, exclude = [] }] of Object.entries(plan.funnels)) {
    for (const [index, step] of steps.entries()) checkReference(plan, step, ['funnels', name, index], report);
    for (const [index, each] of exclude.entries())
      checkReference(plan, each, ['funnels', name, 'exclude', index], report);
  }
  for (const [name, { formula }] of Object.entries(plan.metrics))
    if (formula !== undefined) checkFormula(plan, formula, ['metrics', name, 'formula'], report);
  for (const name of Object.keys(plan.metrics)) checkCircle(plan, name, report);
}

/** Names in a formula, in quotes when they have spaces. */
const namesIn = (formula: string): string[] =>
  [...formula.matchAll(/"([^"]+)"|([A-Za-z_]\w*)/g)].map(([, quoted, plain]) => (quoted ?? plain) as string);

function checkFormula(plan: Plan, formula: string, path: Path, report: Report): void {
  const known = [...Object.keys(plan.metrics), ...Object.keys(plan.figures)];
  for (const name of namesIn(formula))
    if (!known.includes(name))
      report({
        code: 'unknown_metric',
        path,
        message: `the plan has no metric or figure "${name}"${didYouMean(name, known)}`,
      });
}

function checkCircle(plan: Plan, name: string, report: Report): void {
  const visit = (at: string, way: readonly string[]): boolean =>
    namesIn(plan.metrics[at]?.formula ?? '').some(
      (next) => next === name || (!way.includes(next) && visit(next, [...way, next])),
    );
  if (visit(name, [name]))
    report({ code: 'metric_of_itself', path: ['metrics', name, 'formula'], message: 'is made of itself' });
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
