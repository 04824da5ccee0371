import { fileURLToPath } from 'node:url';
import { defineConfig, type Format, type Options } from 'tsup';
import { lower } from './lower/lower.js';
import type { Target } from './lower/transpile.js';

/** Modules of the engine that others take the place of. */
const replacement = (name: string) => fileURLToPath(new URL(`lower/${name}.ts`, import.meta.url));

/** The port between engine and adapter: both are in the bundle, and nobody else reads these names. */
const PORT =
  'sendOnExit|writeProperties|isCompressed|isLive|tailBytes|patience|gather|maxUnwrittenBytes|' +
  'retryAfter|fixed|writes|requests|queue|isExcluded|hasFailed|onHidden';

/** @param extension Of the files of this format, also where one imports another. */
const build = (target: Target, format: Format, extension: string): Options => ({
  // Apart, so that a bundler leaves out the one that a platform does not need.
  entry: ['index', 'mini', 'h5', 'lean', 'lean-captures', 'lean-mini', 'lean-h5'].map(
    (name) => `src/${name}.ts`,
  ),
  outDir: target === 'ES5' ? 'dist' : `dist/${target.toLowerCase()}`,
  format,
  // TypeScript does the rest: esbuild alone writes `?.` and `??` in few words, and has no ES5.
  target: 'es2019',
  splitting: false,
  treeshake: true,
  noExternal: ['@pugmark/core'],
  esbuildOptions(options) {
    // Names that only this bundle sees end so.
    options.mangleProps = new RegExp(`_$|^(${PORT})$`);
  },
  esbuildPlugins: [
    {
      name: 'modules apart',
      setup({ onResolve }) {
        onResolve({ filter: /^\.\/((lean-)?(mini|h5)|lean-captures)\.js$/ }, ({ path }) => ({
          path: path.replace('.js', extension),
          external: true,
        }));
        for (const name of ['native-promise', 'abilities'])
          onResolve({ filter: new RegExp(`/${name}\\.js$`) }, () => ({ path: replacement(name) }));
      },
    },
  ],
  plugins: [
    {
      name: 'lower',
      async renderChunk(code, { path }) {
        return /\.c?js$/.test(path) ? { code: await lower(code, target, extension === '.js') } : undefined;
      },
    },
  ],
});

export default defineConfig([
  { ...build('ES5', 'esm', '.js'), clean: true },
  build('ES5', 'cjs', '.cjs'),
  build('ES2017', 'esm', '.js'),
  build('ES2017', 'cjs', '.cjs'),
  {
    entry: ['src/index.ts', 'src/lean.ts'],
    format: ['esm', 'cjs'],
    dts: { only: true, compilerOptions: { ignoreDeprecations: '6.0' } },
  },
]);
