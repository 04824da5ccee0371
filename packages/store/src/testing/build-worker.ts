import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';

const packageDir = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the thread of the embedded database from the sources, where tests that run on the sources look for it. */
export async function buildWorker(outDir = join(packageDir, 'node_modules/.pglite-worker')): Promise<void> {
  const draft = join(packageDir, 'node_modules', `.pglite-worker-${process.pid}-${process.hrtime.bigint()}`);
  await build({
    config: false,
    silent: true,
    entry: { 'pglite-worker': join(packageDir, 'src/pglite/worker.ts') },
    format: ['esm'],
    target: 'node20',
    platform: 'node',
    external: [/^[a-z@]/],
    outDir: draft,
    tsconfig: join(packageDir, 'tsconfig.json'),
  });
  await mkdir(outDir, { recursive: true });
  // Other test files may do the same: each finds a whole file at any moment.
  await rename(join(draft, 'pglite-worker.js'), join(outDir, 'pglite-worker.js'));
  await rm(draft, { recursive: true });
}
