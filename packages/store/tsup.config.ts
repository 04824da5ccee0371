import { defineConfig } from 'tsup';

const shared = {
  target: 'node20',
  platform: 'node' as const,
  // CommonJS has no import.meta.url, which the database's thread is found by.
  shims: true,
  treeshake: true,
  // Not published: it is built in.
  noExternal: ['@pugmark/file-lock'],
  sourcemap: true,
};

export default defineConfig([
  {
    ...shared,
    entry: ['src/index.ts', 'src/testing/index.ts', 'src/testing/contracts/index.ts'],
    format: ['esm', 'cjs'],
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    // The thread's file is found beside this one's.
    splitting: false,
  },
  // The thread of the embedded database; both forms of the package start this one file.
  { ...shared, entry: { 'pglite-worker': 'src/pglite/worker.ts' }, format: ['esm'] },
]);
