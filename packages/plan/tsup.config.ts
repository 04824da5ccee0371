import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/load.ts'],
  format: ['esm', 'cjs'],
  target: 'node20',
  platform: 'node',
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  clean: true,
  treeshake: true,
});
