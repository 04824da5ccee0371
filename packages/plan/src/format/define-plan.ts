import type { PlanSource } from './plan-source.js';

/**
 * A plan in TypeScript. It returns what it is given; its use is that names and values keep their exact types, which
 * `TrackerFor<typeof plan>` is made from.
 */
export function definePlan<const Source extends PlanSource>(plan: Source): Source {
  return plan;
}
