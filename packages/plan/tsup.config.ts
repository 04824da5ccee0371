import { defineConfig } from 'tsup';

const shared = { target: 'node20', platform: 'node' as const, treeshake: true };

export default defineConfig([
  {
    ...shared,
    entry: ['src/index.ts', 'src/load.ts', 'src/validate.ts'],
    format: ['esm', 'cjs'],
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    clean: true,
  },
  { ...shared, entry: ['src/cli.ts'], format: ['esm'] },
]);
