import { readPlanFile } from '../load/load-plan.js';
import { formatProblem } from '../model/problem.js';
import { CODES, type ProblemCode } from '../scan/check-call.js';
import type { CodeProblem } from '../scan/scan.js';
import { counted, EXIT, type Output, printJson } from './output.js';

export interface ScanFlags {
  plan: string;
  wrapper?: string[];
  ignore?: string[];
  allow?: string[];
  json?: boolean;
}

/** Compares the code with the plan. What is allowed is neither told nor counted. */
export async function scan(paths: string[], flags: ScanFlags, output: Output): Promise<number> {
  const allowed = (flags.allow ?? []).map(toCode);
  const { plan, problems: planProblems, locate } = await readPlanFile(flags.plan);
  if (planProblems.length > 0) throw new Error(planProblems.map(formatProblem).join('\n'));
  // Loads the TypeScript compiler, which no other command needs.
  const [{ scan: scanCode }, { parseWrapper }] = await Promise.all([
    import('../scan/scan.js'),
    import('../scan/wrapper.js'),
  ]);
  const wrappers = (flags.wrapper ?? []).map(parseWrapper);
  const { files, calls, problems, fired } = await scanCode(plan, {
    paths,
    wrappers,
    ignore: flags.ignore ?? [],
  });
  const neverFired = Object.entries(fired)
    .filter(([event, places]) => places.length === 0 && !plan.events[event]?.builtin)
    .map(([event]): CodeProblem => {
      const position = locate(['events', event]) ?? { line: 1, column: 1 };
      return { code: 'never_fired', message: `"${event}" is never fired`, file: flags.plan, ...position };
    });
  const told = [...problems, ...neverFired].filter(({ code }) => !allowed.includes(code));
  if (flags.json) printJson({ files, calls, problems: told, fired }, output);
  else {
    for (const problem of told) output.fail(formatCodeProblem(problem));
    output.print(
      `${counted(files, 'file')}, ${counted(calls, 'call')}: ${told.length === 0 ? 'no problem' : counted(told.length, 'problem')}`,
    );
  }
  return told.length === 0 ? EXIT.fine : EXIT.found;
}

function formatCodeProblem({ file, line, column, code, message }: CodeProblem): string {
  return `${file}:${line}:${column}: ${code}: ${message}`;
}

function toCode(text: string): ProblemCode {
  const code = CODES.find((one) => one === text);
  if (code === undefined) throw new Error(`--allow ${text}: known are ${CODES.join(', ')}`);
  return code;
}
