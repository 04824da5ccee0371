import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/client.ts'],
  format: ['esm', 'cjs'],
  target: 'node20',
  platform: 'node',
  treeshake: true,
  sourcemap: true,
  clean: true,
  external: [/^@pugmark\//],
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
});
