import { comparePlans } from '../check/compare.js';
import { loadPlan } from '../load/load-plan.js';
import { loadPlanAt } from './load-plan-at.js';
import { EXIT, formatChange, type Output, printJson } from './output.js';

export interface DiffFlags {
  against?: string;
  json?: boolean;
}

/** Compares two files, or one with itself at a revision. */
export async function diff(
  [first = '', second]: string[],
  { against = 'HEAD', json }: DiffFlags,
  output: Output,
): Promise<number> {
  const before = second === undefined ? await loadPlanAt(first, against) : await loadPlan(first);
  const after = await loadPlan(second ?? first);
  if (!before) throw new Error(`${first} was not there at ${against}`);
  const changes = comparePlans(before, after);
  if (json) printJson({ changes }, output);
  else if (changes.length === 0) output.print('no change');
  else for (const change of changes) output.print(formatChange(change));
  return changes.some(({ breaking }) => breaking) ? EXIT.found : EXIT.fine;
}
