import { defineConfig } from 'tsup';

export default defineConfig([
  {
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    target: 'es2020',
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    clean: true,
    treeshake: true,
  },
  {
    // For a script tag: everything inside, nothing to install.
    entry: { pugmark: 'src/cdn.ts' },
    format: ['iife'],
    target: 'es2020',
    minify: true,
    noExternal: [/.*/],
    outExtension: () => ({ js: '.iife.js' }),
  },
]);
