import { defineConfig } from 'tsup';

const shared = {
  target: 'node20',
  platform: 'node' as const,
  // CommonJS has no import.meta.url, which the plans of the demonstrations are found by.
  shims: true,
  treeshake: true,
  external: [/^@pugmark\//],
  sourcemap: true,
};

export default defineConfig([
  {
    ...shared,
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  },
  { ...shared, entry: ['src/cli.ts'], format: ['esm'] },
]);
