import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { readPlan } from '../format/read-plan.js';
import type { Plan } from '../model/plan.js';
import { formatProblem, type LocatedProblem, type Path, type Position } from '../model/problem.js';
import { importModule } from './import-module.js';
import { parseText } from './parse-text.js';

export interface LoadedPlan {
  file: string;
  plan: Plan;
  problems: LocatedProblem[];
  /** Unknown for a plan in TypeScript, which is a value when it comes here. */
  locate: (path: Path) => Position | undefined;
}

const MODULES = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/** Reads a plan file with all of its problems; rejects only when the file cannot be read. */
export async function readPlanFile(file: string): Promise<LoadedPlan> {
  if (!MODULES.includes(extname(file))) return readPlanText(await readFile(file, 'utf8'), file);
  const { plan, problems } = readPlan(await importModule(resolve(file)));
  return { file, plan, problems: problems.map((problem) => ({ ...problem, file })), locate: () => undefined };
}

/** The same for a text, as it comes from a revision of git; `file` is for messages. */
export function readPlanText(text: string, file: string): LoadedPlan {
  const { value, problems: syntax, locate } = parseText(text, file);
  if (syntax.length > 0) return { file, plan: readPlan({}).plan, problems: syntax, locate };
  const { plan, problems } = readPlan(value);
  return {
    file,
    plan,
    problems: problems.map((problem) => ({ ...problem, file, position: locate(problem.path) })),
    locate,
  };
}

/** Loads a plan, or rejects with every problem of it, each with its place, in the message. */
export async function loadPlan(file: string): Promise<Plan> {
  const { plan, problems } = await readPlanFile(file);
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
  return plan;
}
