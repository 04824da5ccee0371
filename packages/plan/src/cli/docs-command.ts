import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { planHtml } from '../docs/html.js';
import { planMarkdown } from '../docs/markdown.js';
import { loadPlan } from '../load/load-plan.js';
import type { Plan } from '../model/plan.js';
import { EXIT, type Output, printJson } from './output.js';

export interface DocsFlags {
  output?: string;
  scan?: string[];
  wrapper?: string[];
  json?: boolean;
}

/** Writes the page of a plan: HTML or Markdown, as the name of the file says. */
export async function docs(
  file: string,
  { output: target, scan: paths, wrapper = [], json }: DocsFlags,
  output: Output,
): Promise<number> {
  const plan = await loadPlan(file);
  const fired = paths && (await firedIn(plan, paths, wrapper));
  if (target === undefined) {
    output.print(planMarkdown(plan, fired).trimEnd());
    return EXIT.fine;
  }
  const isHtml = extname(target) === '.html';
  if (!isHtml && extname(target) !== '.md') throw new Error(`${target} must end with .html or .md`);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, isHtml ? planHtml(plan, fired) : planMarkdown(plan, fired));
  if (json) printJson({ file: target }, output);
  else output.print(`${target} written`);
  return EXIT.fine;
}

async function firedIn(plan: Plan, paths: string[], wrappers: string[]) {
  // Loads the TypeScript compiler, which a page without the places does not need.
  const [{ scan }, { parseWrapper }] = await Promise.all([
    import('../scan/scan.js'),
    import('../scan/wrapper.js'),
  ]);
  return (await scan(plan, { paths, wrappers: wrappers.map(parseWrapper) })).fired;
}
