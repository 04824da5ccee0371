import type { Change } from '../check/change.js';
import { checkNames } from '../check/check-names.js';
import { comparePlans } from '../check/compare.js';
import { readPlanFile } from '../load/load-plan.js';
import type { LocatedProblem } from '../model/problem.js';
import { loadPlanAt } from './load-plan-at.js';
import { EXIT, type Output, printJson, printProblems } from './output.js';

export interface CheckFlags {
  against?: string;
  json?: boolean;
}

export async function check(files: string[], { against, json }: CheckFlags, output: Output): Promise<number> {
  const problems: LocatedProblem[] = [];
  for (const file of files) problems.push(...(await checkFile(file, against)));
  if (json) printJson({ problems }, output);
  else {
    printProblems(problems, output);
    if (problems.length === 0) output.print(`${files.join(', ')}: no problem`);
  }
  return problems.length === 0 ? EXIT.fine : EXIT.found;
}

async function checkFile(file: string, against: string | undefined): Promise<LocatedProblem[]> {
  const { plan, problems, locate } = await readPlanFile(file);
  if (problems.length > 0) return problems;
  const before = against === undefined ? undefined : await loadPlanAt(file, against);
  const breaking = before ? comparePlans(before, plan).filter((change) => change.breaking) : [];
  return [...checkNames(plan), ...breaking.map((change) => toProblem(change, against ?? ''))].map(
    (problem) => {
      const position = locate(problem.path);
      return { ...problem, file, ...(position && { position }) };
    },
  );
}

function toProblem({ code, path, message }: Change, against: string) {
  return { code, path, message: `breaks what was right at ${against}: ${message}` };
}
