import type { Plugin } from '@pugmark/core';
import { readPlan } from '../format/read-plan.js';
import type { PlanSource } from '../model/plan-source.js';
import { formatProblem } from '../model/problem.js';
import { compileChecks, type EventCheck } from '../validate/compile-checks.js';

/** Told once each; a page that runs for days must not fill its console or its memory. */
const MAX_TOLD = 200;

/**
 * A plugin that holds events to the plan while developing, and warns once of each fault with its exact path. It changes
 * and refuses nothing. In a production build this import is an empty plugin: bundlers choose by the `development`
 * condition.
 *
 * Common fields are not checked: most of them are registered, or added later.
 *
 * @param plan As `definePlan` gives it, or the content of a plan file.
 * @param warn Where faults are told. Default `console.warn`.
 * @throws Error when the plan itself has problems.
 * @example
 * ```ts
 * init({ apiUrl: 'https://collect.example.com', plugins: [planCheck(plan)] });
 * ```
 */
export function planCheck(plan: PlanSource, warn: (message: string) => void = console.warn): Plugin {
  const check = compile(plan);
  const told = new Set<string>();
  return {
    name: 'plan-check',
    process(event) {
      for (const { path, message } of check({ ...event }) ?? []) {
        // The reason holds the value, which may be another each time.
        const key = `${event.eventName} ${path} ${message.split(', is ')[0]}`;
        if (told.has(key) || told.size >= MAX_TOLD) continue;
        told.add(key);
        warn(`pugmark plan: ${event.eventName}: ${path}: ${message}`);
      }
      return event;
    },
  };
}

function compile(source: PlanSource): EventCheck {
  const { plan, problems } = readPlan(source);
  if (problems.length > 0)
    throw new Error(problems.map((problem) => formatProblem({ ...problem, file: source.name })).join('\n'));
  const optional = Object.entries(plan.common).map(([name, field]) => [name, { ...field, required: false }]);
  return compileChecks({ ...plan, common: Object.fromEntries(optional) });
}
