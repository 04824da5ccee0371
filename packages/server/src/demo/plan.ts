import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Demo } from './demo.ts';

/** The file of the plan that a demonstration keeps to; it comes with `@pugmark/plan`. */
export function planFileOf(plan: Demo['plan']): string {
  const manifest = createRequire(import.meta.url).resolve('@pugmark/plan/package.json');
  return join(dirname(manifest), 'plans', `${plan}.yaml`);
}
