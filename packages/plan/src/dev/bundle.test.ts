import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { build as vite } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** A word of the validator, and one of the plan. */
const VALIDATOR = 'is not in the plan';
const PLAN = 'order_paid';

const packageDir = fileURLToPath(new URL('../..', import.meta.url));
let directory: string;
let entry: string;

beforeAll(async () => {
  // In the package, so that its own name resolves as it does for a user.
  directory = await mkdtemp(join(packageDir, 'node_modules', '.bundle-'));
  entry = join(directory, 'entry.js');
  await writeFile(
    entry,
    `import { planCheck } from '@pugmark/plan/dev';
     const plan = { version: 1, name: 'shop', events: { ${PLAN}: {} } };
     export default planCheck(plan);`,
  );
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const withEsbuild = async (...conditions: string[]) => {
  const { outputFiles } = await bundle({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    conditions,
  });
  return outputFiles[0]?.text as string;
};

const withVite = async (mode: 'development' | 'production') => {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = mode;
  try {
    const result = await vite({
      root: directory,
      mode,
      configFile: false,
      logLevel: 'silent',
      build: { write: false, lib: { entry, formats: ['es'] } },
    });
    const [first] = [result].flat() as { output?: { code?: string }[] }[];
    return first?.output?.[0]?.code as string;
  } finally {
    process.env.NODE_ENV = before;
  }
};

it.each([
  ['esbuild', () => withEsbuild()],
  ['esbuild with the condition production', () => withEsbuild('production')],
  ['vite build', () => withVite('production')],
])('%s carries no byte of the validator', async (_name, build) => {
  expect(await build()).not.toContain(VALIDATOR);
});

it('vite build leaves out the plan as well', async () => {
  const code = await withVite('production');
  expect(code).not.toContain(PLAN);
  expect(code.length).toBeLessThan(120);
});

it.each([
  ['esbuild with the condition development', () => withEsbuild('development')],
  ['vite in development', () => withVite('development')],
])('%s carries both', async (_name, build) => {
  const code = await build();
  expect(code).toContain(VALIDATOR);
  expect(code).toContain(PLAN);
});

it('esbuild leaves out the plan as well, where the call is behind NODE_ENV', async () => {
  await writeFile(
    entry,
    `import { planCheck } from '@pugmark/plan/dev';
     const plan = { version: 1, name: 'shop', events: { ${PLAN}: {} } };
     export default process.env.NODE_ENV === 'production' ? [] : [planCheck(plan)];`,
  );
  expect((await withEsbuild()).trim()).toMatch(/^var \w=\[\];export\{\w as default\};$/);
});
