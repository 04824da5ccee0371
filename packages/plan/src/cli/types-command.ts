import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { typesFile } from '../generate/types-file.js';
import { loadPlan } from '../load/load-plan.js';
import { findTwins } from '../naming/names.js';
import { EXIT, type Output, printJson } from './output.js';

export interface TypesFlags {
  output?: string;
  check?: boolean;
  json?: boolean;
}

export async function types(
  file: string,
  { output: target, check, json }: TypesFlags,
  output: Output,
): Promise<number> {
  const plan = await loadPlan(file);
  const [twins] = findTwins(Object.keys(plan.events));
  if (twins) throw new Error(`${file}: "${twins[0]}" and "${twins[1]}" would be one constant`);
  const text = typesFile(plan, basename(file));
  if (target === undefined) {
    if (check) throw new Error('--check needs -o <file>: the file to compare with');
    output.print(text.trimEnd());
    return EXIT.fine;
  }
  const isStale = (await readIfThere(target)) !== text;
  if (!check && isStale) {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  if (json) printJson({ file: target, stale: isStale, written: isStale && !check }, output);
  else if (!isStale) output.print(`${target} is up to date`);
  else if (check) output.fail(`${target} is stale: run pugmark types ${file} -o ${target}`);
  else output.print(`${target} written`);
  return check && isStale ? EXIT.found : EXIT.fine;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
