import { cp } from 'node:fs/promises';
import { defineConfig } from 'tsup';

const shared = {
  target: 'node20',
  platform: 'node' as const,
  // CommonJS has no import.meta.url, which the live view's files are found by.
  shims: true,
  treeshake: true,
  // The paths of the tsconfig would lead into its sources.
  external: [/^@pugmark\/(plan|store)/],
  sourcemap: true,
};

export default defineConfig([
  {
    ...shared,
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    onSuccess: async () => {
      await cp('src/live-view', 'dist/live-view', {
        recursive: true,
        filter: (path) => !path.endsWith('.test.ts'),
      });
      await cp('../../docs/protocol', 'dist/protocol', { recursive: true });
    },
  },
  { ...shared, entry: ['src/cli.ts'], format: ['esm'] },
  {
    ...shared,
    entry: ['src/command-line.ts'],
    format: ['esm', 'cjs'],
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  },
]);
