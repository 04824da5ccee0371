import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { createDraft, settle } from '../import/draft.js';
import { planYaml } from '../import/plan-yaml.js';
import { parseText } from '../load/parse-text.js';
import { formatProblem } from '../model/problem.js';
import { chooseSets, extending } from './init-command.js';
import { counted, EXIT, type Output, printJson } from './output.js';
import { writePlan } from './write-plan.js';

export interface ImportFlags {
  output?: string;
  name?: string;
  /** `false`: none. Default: those of the packages that the project uses. */
  extends?: string[] | false;
  force?: boolean;
  json?: boolean;
}

/** Makes a plan of JSON Schema and CSV files, and tells what a plan cannot hold. */
export async function importPlan(
  files: string[],
  { output: target, name, extends: given, force, json }: ImportFlags,
  output: Output,
): Promise<number> {
  const draft = createDraft();
  for (const file of files) await readInto(draft, file);
  const sets = chooseSets(given, dirname(resolve(target ?? files[0] ?? '.')));
  const plan = settle(draft, {
    version: 1,
    name: name ?? stemOf(target ?? files[0] ?? 'plan'),
    ...extending(sets),
  });
  const events = Object.keys(plan.events).length;
  for (const { file, at, message } of json ? [] : draft.unmapped)
    output.fail(`${file}${at.startsWith('#') ? '' : ': '}${at}: ${message}`);
  if (events === 0) throw new Error(`${files.join(', ')}: there is no event that a plan could hold`);
  const yaml = planYaml(plan);
  if (target !== undefined) await writePlan(target, yaml, force);
  if (json)
    printJson(
      { ...(target === undefined ? { plan } : { file: target }), events, unmapped: draft.unmapped },
      output,
    );
  else if (target === undefined) output.print(yaml.trimEnd());
  else
    output.print(
      `${target} written: ${counted(events, 'event')}, ${counted(draft.unmapped.length, 'note')} of what was not mapped`,
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

const stemOf = (file: string) => basename(file).replace(/(?:\.schema)?\.\w+$/, '');
