import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Plan } from '@pugmark/plan';
import { loadPlan } from '@pugmark/plan/load';
import type { App } from '../admission/apps.ts';
import type { MarkRule } from '../stages/marks.ts';

/** What a file of `--rules` holds: who sends, and what is marked. */
export interface RuleFile {
  apps?: App[];
  markRules?: MarkRule[];
}

/**
 * Reads applications and mark rules from JSON; the plan of an app is the path of a plan file, from where the file lies.
 *
 * @throws Error that names the file.
 */
export async function readRuleFile(file: string): Promise<RuleFile> {
  const json = await readJson(file);
  const apps = (json.apps ?? []) as (Omit<App, 'plan'> & { plan?: string })[];
  return {
    apps: await Promise.all(
      apps.map(async ({ plan, ...app }) =>
        plan === undefined ? app : { ...app, plan: await readPlanFile(resolve(dirname(file), plan)) },
      ),
    ),
    ...(json.markRules ? { markRules: json.markRules as MarkRule[] } : {}),
  };
}

async function readJson(file: string): Promise<Record<string, unknown>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    throw new Error(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}. It must be like ` +
        '{"apps":[{"name":"shop","keys":["…"]}],"markRules":[…]}.',
    );
  }
}

/** @throws Error with file, line and column of each mistake. */
export async function readPlanFile(file: string): Promise<Plan> {
  try {
    return await loadPlan(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(`There is no plan at ${file}: give --plan the path of a plan file.`);
  }
}
