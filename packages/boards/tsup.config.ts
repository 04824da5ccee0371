import { defineConfig } from 'tsup';

export default defineConfig([
  {
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    target: 'node20',
    platform: 'node',
    shims: true,
    treeshake: true,
    sourcemap: true,
    external: [/^@pugmark\//],
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  },
  {
    // What a browser loads: everything is in it, so that users install no chart library.
    entry: { app: 'src/page/app.tsx', style: 'src/page/style.css' },
    outDir: 'dist/page',
    format: ['esm'],
    target: 'es2022',
    platform: 'browser',
    minify: true,
    treeshake: true,
    splitting: false,
    clean: true,
    noExternal: [/.*/],
    define: { 'process.env.NODE_ENV': '"production"' },
    esbuildOptions(options) {
      options.jsx = 'automatic';
      options.jsxImportSource = 'preact';
    },
  },
]);
