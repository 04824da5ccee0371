import type { Plugin } from 'esbuild';
import { defineConfig } from 'tsup';

/** The words that we share with the tracker are built in: constants, and nothing else of the engine. */
const VOCABULARY = '@pugmark/core/vocabulary';

const shared = {
  target: 'node20',
  platform: 'node' as const,
  treeshake: true,
  noExternal: [VOCABULARY],
};

/** Node takes 0.6 s longer to `import` TypeScript than to `require` it: it looks for the names that it exports. */
const requiredTypeScript: Plugin = {
  name: 'required-typescript',
  setup: (build) => {
    build.onResolve({ filter: /^typescript$/ }, () => ({ path: 'typescript', namespace: 'required' }));
    build.onLoad({ filter: /.*/, namespace: 'required' }, () => ({
      contents:
        "import { createRequire } from 'node:module'; export default createRequire(import.meta.url)('typescript');",
    }));
  },
};

export default defineConfig([
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      load: 'src/load.ts',
      validate: 'src/validate.ts',
      'dev/plan-check': 'src/dev/plan-check.ts',
      'dev/no-plan-check': 'src/dev/no-plan-check.ts',
    },
    format: ['esm', 'cjs'],
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    clean: true,
  },
  {
    ...shared,
    entry: ['src/cli.ts'],
    format: ['esm'],
    // The compiler is loaded for `scan` alone.
    splitting: true,
    noExternal: [VOCABULARY, 'typescript'],
    esbuildPlugins: [requiredTypeScript],
  },
]);
