import { defineConfig } from 'tsup';

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/vocabulary.ts',
    'src/masking.ts',
    'src/testing/index.ts',
    'src/testing/contracts/index.ts',
  ],
  format: ['esm', 'cjs'],
  target: 'es2020',
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  clean: true,
  treeshake: true,
});
