import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { formatProblem } from '../format/problem.js';
import { createDraft, settle } from '../import/draft.js';
import { planYaml } from '../import/plan-yaml.js';
import { parseText } from '../load/parse-text.js';
import { EXIT, type Output, printJson } from './output.js';

export interface ImportFlags {
  output?: string;
  name?: string;
  force?: boolean;
  json?: boolean;
}

/** Makes a plan of JSON Schema and CSV files, and tells what a plan cannot hold. */
export async function importPlan(
  files: string[],
  { output: target, name, force, json }: ImportFlags,
  output: Output,
): Promise<number> {
  const draft = createDraft();
  for (const file of files) await readInto(draft, file);
  const plan = settle(draft, { version: 1, name: name ?? stemOf(target ?? files[0] ?? 'plan') });
  const events = Object.keys(plan.events).length;
  for (const { file, at, message } of json ? [] : draft.unmapped)
    output.fail(`${file}${at.startsWith('#') ? '' : ': '}${at}: ${message}`);
  if (events === 0) throw new Error(`${files.join(', ')}: there is no event that a plan could hold`);
  const yaml = planYaml(plan);
  if (target !== undefined) await write(target, yaml, force === true);
  if (json)
    printJson(
      { ...(target === undefined ? { plan } : { file: target }), events, unmapped: draft.unmapped },
      output,
    );
  else if (target === undefined) output.print(yaml.trimEnd());
  else
    output.print(
      `${target} written: ${events} events, ${draft.unmapped.length} notes of what was not mapped`,
    );
  return draft.unmapped.length === 0 ? EXIT.fine : EXIT.found;
}

async function readInto(draft: ReturnType<typeof createDraft>, file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const kind = extname(file).toLowerCase();
  if (kind === '.csv' || kind === '.tsv') {
    const { importCsv } = await import('../import/from-csv.js');
    importCsv(text, file, draft);
    return;
  }
  if (!['.json', '.yaml', '.yml'].includes(kind))
    throw new Error(`${file}: must be JSON Schema (.json, .yaml) or a table (.csv, .tsv)`);
  const { value, problems } = parseText(text, file);
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
  const { importJsonSchema } = await import('../import/from-json-schema.js');
  importJsonSchema(value, file, draft);
}

async function write(target: string, text: string, force: boolean): Promise<void> {
  if (!/\.ya?ml$/.test(target)) throw new Error(`${target} must end with .yaml or .yml`);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text, { flag: force ? 'w' : 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? new Error(`${target} is there already; --force overwrites it`) : error;
  });
}

const stemOf = (file: string) => basename(file).replace(/(?:\.schema)?\.\w+$/, '');
