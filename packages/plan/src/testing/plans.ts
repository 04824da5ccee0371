import { fileURLToPath } from 'node:url';

export const PLAN_NAMES = ['ai-service', 'escort', 'lead-funnel', 'pool-hall'] as const;

/** The path of one of the four real plans of this package. */
export function planPath(name: (typeof PLAN_NAMES)[number]): string {
  return fileURLToPath(new URL(`../../plans/${name}.yaml`, import.meta.url));
}
