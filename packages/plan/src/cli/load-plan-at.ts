import { textAtRevision } from '../check/git.js';
import { readPlanText } from '../load/load-plan.js';
import type { Plan } from '../model/plan.js';
import { formatProblem } from '../model/problem.js';

/** The plan as it was at a revision; undefined when it was not there. */
export async function loadPlanAt(file: string, revision: string): Promise<Plan | undefined> {
  if (/\.[cm]?[jt]s$/.test(file))
    throw new Error(
      `${file} is a module, which cannot be run at another revision: compare YAML or JSON, or two files`,
    );
  const text = await textAtRevision(file, revision);
  if (text === undefined) return undefined;
  const { plan, problems } = readPlanText(text, `${file}@${revision}`);
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
  return plan;
}
