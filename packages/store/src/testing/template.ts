import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readFile, rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createPgliteStore } from '../pglite/pglite-store.ts';
import { buildWorker } from './build-worker.ts';

const packageDir = new URL('../../', import.meta.url);
const SCHEMA = ['src/sql/columns.ts', 'src/sql/tables.ts', 'src/sql/view.ts'];

/**
 * Copies an empty data directory to `target`. Making one takes seconds of work, so it is made once for all test files
 * and runs, until the schema or the database changes.
 */
export async function copyTemplate(target: string): Promise<void> {
  const template = fileURLToPath(new URL(`node_modules/.data-template-${await version()}`, packageDir));
  if (!existsSync(template)) await make(template);
  await cp(template, target, { recursive: true });
}

async function make(template: string): Promise<void> {
  const draft = `${template}.${process.pid}`;
  await buildWorker();
  await (await createPgliteStore({ dataDir: draft })).close();
  // Another test file may have been faster; then its directory stays.
  await rename(draft, template).catch(() => rm(draft, { recursive: true, force: true }));
}

async function version(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of ['package.json', 'src/pglite/sql/migrations.ts', ...SCHEMA]) {
    hash.update(await readFile(new URL(path, packageDir)));
  }
  return hash.digest('hex').slice(0, 12);
}
