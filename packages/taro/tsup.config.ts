import { defineConfig, type Format, type Options } from 'tsup';
import { toEs5 } from './es5/to-es5.js';

/** @param extension Of the files of this format, also where one imports another. */
const build = (format: Format, extension: string): Options => ({
  // Apart, so that a bundler leaves out the one that a platform does not need.
  entry: ['src/index.ts', 'src/mini.ts', 'src/h5.ts'],
  format,
  target: 'es2020',
  splitting: false,
  treeshake: true,
  noExternal: ['@pugmark/core'],
  esbuildOptions(options) {
    // Names that only this bundle sees end so.
    options.mangleProps = /_$/;
  },
  esbuildPlugins: [
    {
      name: 'modules apart',
      setup({ onResolve }) {
        onResolve({ filter: /^\.\/(mini|h5)\.js$/ }, ({ path }) => ({
          path: path.replace('.js', extension),
          external: true,
        }));
      },
    },
  ],
  plugins: [
    {
      name: 'es5',
      async renderChunk(code, { path }) {
        return /\.c?js$/.test(path) ? { code: await toEs5(code, extension === '.js') } : undefined;
      },
    },
  ],
});

export default defineConfig([
  { ...build('esm', '.js'), clean: true },
  {
    ...build('cjs', '.cjs'),
  },
  {
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    dts: { only: true, compilerOptions: { ignoreDeprecations: '6.0' } },
  },
]);
