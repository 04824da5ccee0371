import { minify } from 'terser';
import { defineConfig, type Format, type Options } from 'tsup';
import ts from 'typescript';

/** Properties that only this bundle sees: shortened. None may be a name of the platform's, the wire's or the API. */
const INTERNAL = `
  append begin bytes clock commit deadline drop emit exit facts forget insert isAway isBusy isGone isLive
  isStored leave lifecycle load logger own poke rank ready records release report retryAfter
  sendOnExit settings spill stop store take tell told touch tracker user writeFields
`
  .trim()
  .split(/\s+/);

/**
 * Taro compiles only the app's own sources: whatever is shipped here runs as it is, on every device. Loops become loops
 * over arrays, which tsconfig.es5.json proves them to be: those over iterators would take a kilobyte more.
 */
async function toEs5(code: string, isModule: boolean): Promise<string> {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: {
      target: ts.ScriptTarget.ES5,
      module: ts.ModuleKind.ESNext,
      ignoreDeprecations: '6.0',
    },
  });
  const { code: small } = await minify(outputText, {
    ecma: 5,
    module: isModule,
    toplevel: true,
    compress: { passes: 3, pure_getters: true, keep_fargs: false, reduce_funcs: false },
    format: { comments: /@__PURE__/ },
    ...(isModule ? {} : { mangle: { toplevel: true } }),
  });
  return small ?? outputText;
}

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
    options.mangleProps = new RegExp(`^(${INTERNAL.join('|')})$`);
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
