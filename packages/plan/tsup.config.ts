import { defineConfig } from 'tsup';

const shared = { target: 'node20', platform: 'node' as const, treeshake: true };

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
  { ...shared, entry: ['src/cli.ts'], format: ['esm'] },
]);
