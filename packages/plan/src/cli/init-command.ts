import { basename, dirname, resolve } from 'node:path';
import { planYaml } from '../import/plan-yaml.js';
import type { PlanSource } from '../model/plan-source.js';
import { BUILTIN_SETS, type BuiltinSet } from '../model/words.js';
import { setsFor } from './builtin-sets.js';
import { EXIT, type Output, printJson } from './output.js';
import { writePlan } from './write-plan.js';

export interface InitFlags {
  name?: string;
  extends?: string[] | false;
  force?: boolean;
  json?: boolean;
}

/** Writes a plan to begin with. */
export async function init(
  target: string,
  { name, extends: given, force, json }: InitFlags,
  output: Output,
): Promise<number> {
  const directory = dirname(resolve(target));
  const sets = chooseSets(given, directory);
  const source = { version: 1, name: name ?? basename(directory), ...extending(sets), events: {} };
  await writePlan(target, planYaml(source), force);
  if (json) printJson({ file: target, extends: sets }, output);
  else output.print(`${target} written${sets.length > 0 ? `, with the events of ${sets.join(', ')}` : ''}`);
  return EXIT.fine;
}

/** As a plan says it: one set by its name, several as a list. */
export function extending(sets: readonly BuiltinSet[]): Pick<PlanSource, 'extends'> {
  const [set] = sets;
  return set ? { extends: sets.length === 1 ? set : sets } : {};
}

/** The sets that the command line names, or those of the packages that the project uses. */
export function chooseSets(given: string[] | false | undefined, directory: string): BuiltinSet[] {
  if (given === false) return [];
  if (!given) return setsFor(directory);
  return given.map((name) => {
    const set = BUILTIN_SETS.find((one) => one === name);
    if (!set) throw new Error(`--extends ${name}: known are ${BUILTIN_SETS.join(', ')}`);
    return set;
  });
}
