import type { MaskRules } from '@pugmark/core';
import type { Plan } from '../model/plan.js';
import type { PlanSource } from '../model/plan-source.js';

/**
 * The rules of `masking` for every property of a plan that is marked as personal data. They are by name: a property
 * that is marked in one event is masked in all.
 *
 * @param plan As `definePlan` or `loadPlan` gives it.
 * @example
 * ```ts
 * init({ apiUrl: 'https://collect.example.com', mask: masking(maskRules(plan)) });
 * ```
 */
export function maskRules(plan: PlanSource | Plan): MaskRules {
  const groups = [plan.common, ...Object.values(plan.events).map(({ properties }) => properties)];
  return Object.fromEntries(
    groups.flatMap((properties) =>
      Object.entries(properties ?? {}).flatMap(([name, property]) =>
        typeof property === 'object' && 'pii' in property && property.pii ? [[name, property.pii]] : [],
      ),
    ),
  );
}
