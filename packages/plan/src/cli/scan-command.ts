import { formatProblem } from '../format/problem.js';
import { readPlanFile } from '../load/load-plan.js';
import { CODES, type FindingCode } from '../scan/check-call.js';
import type { Finding } from '../scan/scan.js';
import { EXIT, type Output, printJson } from './output.js';

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
  const { plan, problems, locate } = await readPlanFile(flags.plan);
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
  // Loads the TypeScript compiler, which no other command needs.
  const [{ scan: scanCode }, { parseWrapper }] = await Promise.all([
    import('../scan/scan.js'),
    import('../scan/wrapper.js'),
  ]);
  const wrappers = (flags.wrapper ?? []).map(parseWrapper);
  const { files, calls, findings, fired } = await scanCode(plan, {
    paths,
    wrappers,
    ignore: flags.ignore ?? [],
  });
  const neverFired = Object.entries(fired)
    .filter(([, places]) => places.length === 0)
    .map(([event]): Finding => {
      const position = locate(['events', event]) ?? { line: 1, column: 1 };
      return { code: 'never_fired', message: `"${event}" is never fired`, file: flags.plan, ...position };
    });
  const told = [...findings, ...neverFired].filter(({ code }) => !allowed.includes(code));
  if (flags.json) printJson({ files, calls, findings: told, fired }, output);
  else {
    for (const finding of told) output.fail(formatFinding(finding));
    output.print(
      `${files} files, ${calls} calls: ${told.length === 0 ? 'no problem' : `${told.length} found`}`,
    );
  }
  return told.length === 0 ? EXIT.fine : EXIT.found;
}

function formatFinding({ file, line, column, code, message }: Finding): string {
  return `${file}:${line}:${column}: ${code}: ${message}`;
}

function toCode(text: string): FindingCode {
  const code = CODES.find((one) => one === text);
  if (code === undefined) throw new Error(`--allow ${text}: known are ${CODES.join(', ')}`);
  return code;
}
